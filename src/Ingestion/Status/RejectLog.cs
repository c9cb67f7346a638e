namespace Ingestion.Status;

/// <summary>The newest rejected messages of a table. Safe for any number of threads.</summary>
internal sealed class RejectLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RejectedMessage> _newest = new();

    /// <summary>Keeps a message; the oldest goes if there are too many.</summary>
    public void Add(RejectedMessage message)
    {
        lock (_gate)
        {
            if (_newest.Count == capacity)
            {
                _newest.Dequeue();
            }

            _newest.Enqueue(message);
        }
    }

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<RejectedMessage> ToList()
    {
        lock (_gate)
        {
            return [.. _newest];
        }
    }
}
