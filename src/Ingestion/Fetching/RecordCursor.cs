namespace Ingestion.Fetching;

/// <summary>Steps through bytes of records, which are numbers of varying length and what they measure.</summary>
/// <param name="at">Where to begin.</param>
/// <param name="end">Behind the last byte that may be read.</param>
internal unsafe ref struct RecordCursor(byte* at, byte* end)
{
    private const int MaxVarintBytes = 10;

    private readonly byte* _end = end;
    private byte* _at = at;

    /// <summary>Where it stands.</summary>
    public readonly byte* At => _at;

    /// <summary>True if nothing is left.</summary>
    public readonly bool IsAtEnd => _at == _end;

    /// <summary>A number, signed and zigzagged as Kafka writes all of them here.</summary>
    public long Varint()
    {
        if (_at < _end && *_at < 0x80)
        {
            byte small = *_at++;
            return (small >> 1) ^ -(small & 1);
        }

        return LongVarint();
    }

    /// <summary>Steps over bytes and tells where they begin.</summary>
    public byte* Take(long count)
    {
        if (count < 0 || count > _end - _at)
        {
            throw CutShort();
        }

        byte* from = _at;
        _at += count;
        return from;
    }

    /// <summary>Bytes with their length in front; null if it is negative.</summary>
    public byte* Block(out int length)
    {
        long count = Varint();
        length = (int)Math.Max(count, -1);
        return count < 0 ? null : Take(count);
    }

    private long LongVarint()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes && _at < _end; i++)
        {
            byte next = *_at++;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw CutShort();
    }

    private static FetchException CutShort() => new("a record does not end where it should");
}
