namespace Ingestion;

/// <summary>Finds the rows of a partition that a segment does not take: which of several is at fault shows when they come again one by one.</summary>
internal sealed class UnstorableRows
{
    private const int MaxRowsAtOnce = 32;

    private readonly HashSet<long> _offsets = [];

    /// <summary>Rows to append together.</summary>
    public int RowsAtOnce { get; private set; } = MaxRowsAtOnce;

    /// <summary>True if the message's rows were refused before.</summary>
    public bool Contains(long offset) => _offsets.Count > 0 && _offsets.Contains(offset);

    /// <summary>Rows up to those of that offset were refused.</summary>
    public void Add(long offset)
    {
        if (RowsAtOnce == 1)
        {
            _offsets.Add(offset);
        }

        RowsAtOnce = 1;
    }

    /// <summary>Offsets mean other messages now.</summary>
    public void Clear()
    {
        _offsets.Clear();
        RowsAtOnce = MaxRowsAtOnce;
    }
}
