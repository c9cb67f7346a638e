namespace Query.Grouping;

/// <summary>Gives each distinct pair of codes a dense code: an array lookup while both sides are few, hashing beyond.</summary>
internal sealed class PairTable
{
    private const int LargestDirect = 1 << 20;

    private readonly LongInterner _pairs = new();
    private int[]? _direct = new int[64 * 64];
    private int _leftRoom = 64;
    private int _rightRoom = 64;

    /// <summary>Codes given so far.</summary>
    public int Count => _pairs.Count;

    /// <summary>Bytes held.</summary>
    public long HeapBytes => _pairs.HeapBytes + ((_direct?.Length ?? 0) * sizeof(int));

    public int Left(int code) => (int)(_pairs.Values[code] >> 32);

    public int Right(int code) => (int)_pairs.Values[code];

    /// <summary>The code of one pair.</summary>
    public int Intern(int left, int right) => _pairs.Intern(Pack(left, right));

    /// <summary>Codes of many pairs, which may be written over <paramref name="left"/>.</summary>
    /// <param name="left">Each below <paramref name="leftCount"/>.</param>
    /// <param name="leftCount">Codes that exist on the left.</param>
    /// <param name="right">Each below <paramref name="rightCount"/>.</param>
    /// <param name="rightCount">Codes that exist on the right.</param>
    /// <param name="codes">Receives the codes.</param>
    public void Intern(ReadOnlySpan<int> left, int leftCount, ReadOnlySpan<int> right, int rightCount, Span<int> codes)
    {
        Fit(leftCount, rightCount);
        if (_direct is null)
        {
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = _pairs.Intern(Pack(left[i], right[i]));
            }

            return;
        }

        int[] direct = _direct;
        int room = _rightRoom;
        for (int i = 0; i < codes.Length; i++)
        {
            ref int slot = ref direct[(left[i] * room) + right[i]];
            if (slot == 0)
            {
                slot = _pairs.Intern(Pack(left[i], right[i])) + 1;
            }

            codes[i] = slot - 1;
        }
    }

    private static long Pack(int left, int right) => ((long)left << 32) | (uint)right;

    private void Fit(int leftCount, int rightCount)
    {
        if (_direct is null || (leftCount <= _leftRoom && rightCount <= _rightRoom))
        {
            return;
        }

        while (_leftRoom < leftCount)
        {
            _leftRoom *= 2;
        }

        while (_rightRoom < rightCount)
        {
            _rightRoom *= 2;
        }

        long size = (long)_leftRoom * _rightRoom;
        _direct = size <= LargestDirect ? new int[size] : null;
        for (int code = 0; _direct is not null && code < Count; code++)
        {
            _direct[(Left(code) * _rightRoom) + Right(code)] = code + 1;
        }
    }
}
