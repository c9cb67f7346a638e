using Query.Kernels;
using Segments.Columns;

namespace Query.Grouping;

/// <summary>Gives each distinct text a dense code, from 0 in the order of first sight, and keeps a copy of it.</summary>
internal sealed class TextInterner
{
    private const int FirstSlots = 1024;

    private readonly ByteArena _arena = new();
    private Utf8Slice[] _values = new Utf8Slice[FirstSlots / 2];
    private ulong[] _hashes = new ulong[FirstSlots / 2];
    private int[] _slots = new int[FirstSlots];
    private int _mask = FirstSlots - 1;

    /// <summary>Codes given so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long HeapBytes => _arena.HeapBytes + (_values.Length * 24L) + (_slots.Length * sizeof(int));

    /// <summary>The text of each code; valid while the interner is reachable.</summary>
    public ReadOnlySpan<Utf8Slice> Values => _values.AsSpan(0, Count);

    /// <summary>The code of a text, new if it was never seen.</summary>
    public int Intern(ReadOnlySpan<byte> value) => Intern(value, HashKernels.Hash(value));

    private int Intern(ReadOnlySpan<byte> value, ulong hash)
    {
        int slot = (int)hash & _mask;
        while (_slots[slot] != 0)
        {
            int candidate = _slots[slot] - 1;
            if (_hashes[candidate] == hash && _values[candidate].Span.SequenceEqual(value))
            {
                return candidate;
            }

            slot = (slot + 1) & _mask;
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        int code = Count++;
        _values[code] = _arena.Add(value);
        _hashes[code] = hash;
        _slots[slot] = code + 1;
        if (Count * 2 > _slots.Length)
        {
            Rehash(_slots.Length * 2);
        }

        return code;
    }

    private void Rehash(int size)
    {
        _slots = new int[size];
        _mask = size - 1;
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)_hashes[code] & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = code + 1;
        }
    }
}
