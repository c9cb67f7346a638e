namespace Benchmarks.Generation;

/// <summary>The random numbers of the benchmark rows: small, and the same in every language.</summary>
internal struct SplitMix32(uint seed)
{
    private uint _state = seed * 0x9E3779B1;

    /// <summary>A uniform 32-bit number.</summary>
    public uint Next()
    {
        _state += 0x9E3779B9;
        uint z = _state;
        z = (z ^ (z >> 16)) * 0x21F0AAAD;
        z = (z ^ (z >> 15)) * 0x735A2D97;
        return z ^ (z >> 15);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public uint Below(uint limit) => Next() % limit;

    /// <summary>The same, skewed towards 0: the square of a uniform number.</summary>
    public uint Skewed(uint limit)
    {
        double uniform = Next() / 4294967296.0;
        return (uint)(uniform * uniform * limit);
    }
}
