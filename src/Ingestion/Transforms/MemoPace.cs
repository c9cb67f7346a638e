namespace Ingestion.Transforms;

/// <summary>Says when a memo is worth asking: one whose values do not repeat is left alone for a while. One thread at a time.</summary>
internal sealed class MemoPace
{
    private const int Period = 4096;
    private const int LeastHits = Period / 8;
    private const int Rest = 64 * Period;

    private int _left = Period;
    private int _hits;
    private int _rest;

    /// <summary>True while nothing is to be kept either.</summary>
    public bool IsResting => _rest > 0;

    /// <summary>Counts a question.</summary>
    /// <returns>False if it is not worth asking.</returns>
    public bool TryAsk()
    {
        if (_rest > 0)
        {
            _rest--;
            return false;
        }

        if (--_left == 0)
        {
            _rest = _hits < LeastHits ? Rest : 0;
            (_left, _hits) = (Period, 0);
        }

        return true;
    }

    /// <summary>Counts a question that was answered.</summary>
    public void Hit() => _hits++;
}
