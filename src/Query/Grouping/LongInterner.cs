using Query.Kernels;

namespace Query.Grouping;

/// <summary>Gives each distinct integer a dense code, from 0 in the order of first sight.</summary>
internal sealed class LongInterner
{
    private const int FirstSlots = 1024;

    private long[] _values = new long[FirstSlots / 2];
    private int[] _slots = [];
    private int _mask;
    private int[]? _direct;
    private long _first;

    /// <summary>Codes given so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long HeapBytes => (_values.Length * sizeof(long)) + (_slots.Length * sizeof(int)) + ((_direct?.Length ?? 0) * sizeof(int));

    /// <summary>The value of each code.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count);

    /// <summary>Prepares for values of a known narrow range: then a code is one array access away. Others are still taken.</summary>
    public void UseDirect(long min, int width)
    {
        _first = min;
        _direct = new int[width];
    }

    /// <summary>The code of a value, new if it was never seen.</summary>
    public int Intern(long value)
    {
        if (_direct is not null)
        {
            ulong place = unchecked((ulong)(value - _first));
            if (place < (ulong)_direct.Length)
            {
                ref int slot = ref _direct[place];
                if (slot == 0)
                {
                    slot = Add(value) + 1;
                }

                return slot - 1;
            }
        }

        return InternHashed(value);
    }

    /// <summary>Codes of many values.</summary>
    public void Intern(ReadOnlySpan<long> values, Span<int> codes)
    {
        long last = 0;
        int lastCode = -1;
        for (int i = 0; i < values.Length; i++)
        {
            // Runs of equal values are common: time buckets, sorted columns.
            if (values[i] != last || lastCode < 0)
            {
                last = values[i];
                lastCode = Intern(last);
            }

            codes[i] = lastCode;
        }
    }

    private int InternHashed(long value)
    {
        if (_slots.Length == 0)
        {
            Rehash(FirstSlots);
        }

        int slot = (int)HashKernels.Hash(value) & _mask;
        while (_slots[slot] != 0)
        {
            if (_values[_slots[slot] - 1] == value)
            {
                return _slots[slot] - 1;
            }

            slot = (slot + 1) & _mask;
        }

        int code = Add(value);
        _slots[slot] = code + 1;
        if (Count * 2 > _slots.Length)
        {
            Rehash(_slots.Length * 2);
        }

        return code;
    }

    private int Add(long value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        _values[Count] = value;
        return Count++;
    }

    private void Rehash(int size)
    {
        while (size < Count * 2)
        {
            size *= 2;
        }

        _slots = new int[size];
        _mask = size - 1;
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)HashKernels.Hash(_values[code]) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = code + 1;
        }
    }
}
