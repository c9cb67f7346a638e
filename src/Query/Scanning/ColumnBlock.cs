using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Segments.Columns;

namespace Query.Scanning;

/// <summary>One column of the segment at hand, a block at a time; what was decoded once is not decoded again.</summary>
/// <remarks>One per worker and column; buffers are kept from segment to segment.</remarks>
internal sealed class ColumnBlock
{
    private readonly ByteArena _decoded = new();
    private readonly ulong[] _nulls = new ulong[ColumnReader.BlockRows / 64];
    private readonly int[] _offsets = new int[ColumnReader.BlockRows + 1];
    private ColumnReader _reader = null!;
    private long[] _longs = [];
    private double[] _doubles = [];
    private Utf8Slice[] _texts = [];
    private int[] _ids = [];
    private int _block = -1;
    private int _decodedLongs = -1;
    private int _decodedDoubles = -1;
    private int _decodedTexts = -1;
    private int _decodedIds = -1;
    private int _decodedOffsets = -1;
    private int _nullsBlock = -1;
    private bool _anyNull;

    public ColumnReader Reader => _reader;

    public void Open(ColumnReader reader)
    {
        _reader = reader;
        _decodedOffsets = -1;
        (_block, _decodedLongs, _decodedDoubles, _decodedTexts, _decodedIds, _nullsBlock) = (-1, -1, -1, -1, -1, -1);
    }

    public void Seek(int block) => _block = block;

    public ReadOnlySpan<long> Longs()
    {
        int count = _reader.ValueCount(_block);
        if (_decodedLongs == _block)
        {
            return _longs.AsSpan(0, count);
        }

        Room(ref _longs, count);
        ReadOnlySpan<long> values = _reader.Longs(_block, _longs);
        _decodedLongs = IsScratch(values, _longs) ? _block : -1;
        return values;
    }

    public ReadOnlySpan<double> Doubles()
    {
        int count = _reader.ValueCount(_block);
        if (_decodedDoubles == _block)
        {
            return _doubles.AsSpan(0, count);
        }

        Room(ref _doubles, count);
        ReadOnlySpan<double> values = _reader.Doubles(_block, _doubles);
        _decodedDoubles = IsScratch(values, _doubles) ? _block : -1;
        return values;
    }

    public ReadOnlySpan<int> Ids()
    {
        int count = _reader.ValueCount(_block);
        if (_decodedIds == _block)
        {
            return _ids.AsSpan(0, count);
        }

        Room(ref _ids, count);
        ReadOnlySpan<int> values = _reader.Ids(_block, _ids);
        _decodedIds = IsScratch(values, _ids) ? _block : -1;
        return values;
    }

    public ReadOnlySpan<Utf8Slice> Texts()
    {
        int count = _reader.ValueCount(_block);
        if (_decodedTexts == _block)
        {
            return _texts.AsSpan(0, count);
        }

        Room(ref _texts, count);
        ReadOnlySpan<Utf8Slice> values = _reader.Texts(_block, _texts, _decoded);
        _decodedTexts = IsScratch(values, _texts) ? _block : -1;
        return values;
    }

    /// <summary>Where the entries of each row begin, and where the last ends.</summary>
    public ReadOnlySpan<int> Offsets()
    {
        if (_decodedOffsets == _block)
        {
            return _offsets.AsSpan(0, Math.Min(ColumnReader.BlockRows, _reader.RowCount - (_block * ColumnReader.BlockRows)) + 1);
        }

        ReadOnlySpan<int> values = _reader.Offsets(_block, _offsets);
        _decodedOffsets = IsScratch(values, _offsets) ? _block : -1;
        return values;
    }

    /// <summary>Null rows of the block.</summary>
    /// <returns>False if there is none.</returns>
    public bool Nulls(out ReadOnlySpan<ulong> mask)
    {
        if (_nullsBlock != _block)
        {
            _anyNull = _reader.HasNulls && _reader.Nulls(_block, _nulls);
            _nullsBlock = _block;
        }

        mask = _nulls;
        return _anyNull;
    }

    private static void Room<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new T[Math.Max(count, ColumnReader.BlockRows)];
        }
    }

    private static bool IsScratch<T>(ReadOnlySpan<T> values, T[] scratch) =>
        scratch.Length > 0 && Unsafe.AreSame(ref MemoryMarshal.GetReference(values), ref MemoryMarshal.GetArrayDataReference(scratch));
}
