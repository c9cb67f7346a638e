using Segments.Columns;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>One column of a segment, read cell by cell; a block is decoded once as long as cells of the same block are asked for.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class BlockCells(ColumnSchema schema)
{
    private readonly ByteArena _decoded = new();
    private readonly ulong[] _nulls = new ulong[ColumnReader.BlockRows / 64];
    private readonly int[] _offsets = schema.IsMultiValue ? new int[ColumnReader.BlockRows + 1] : [];
    private ISegment? _segment;
    private ColumnReader? _reader;
    private int _block = -1;
    private bool _hasNulls;
    private long[] _longs = [];
    private double[] _doubles = [];
    private Utf8Slice[] _texts = [];

    /// <summary>The column.</summary>
    public ColumnSchema Schema => schema;

    /// <summary>Decodes a block.</summary>
    public void Seek(ISegment segment, int block)
    {
        if (segment == _segment && block == _block)
        {
            return;
        }

        _block = -1;
        if (segment != _segment)
        {
            (_segment, _reader) = (segment, segment.Column(schema));
        }

        int count = _reader!.ValueCount(block);
        switch (schema.Physical)
        {
            case PhysicalType.Long:
                Fit(ref _longs, count);
                _reader.Longs(block, _longs).CopyTo(_longs);
                break;
            case PhysicalType.Double:
                Fit(ref _doubles, count);
                _reader.Doubles(block, _doubles).CopyTo(_doubles);
                break;
            default:
                Fit(ref _texts, count);
                _decoded.Clear();
                _reader.Texts(block, _texts, _decoded).CopyTo(_texts);
                break;
        }

        if (schema.IsMultiValue)
        {
            _reader.Offsets(block, _offsets).CopyTo(_offsets);
        }

        _hasNulls = _reader.Nulls(block, _nulls);
        _block = block;
    }

    /// <summary>True if a row of the block is null.</summary>
    public bool IsNull(int row) => _hasNulls && ((_nulls[row / 64] >> row) & 1) != 0;

    /// <summary>Values of a row of the block: one, or the entries of its list.</summary>
    public (int First, int End) Values(int row) => schema.IsMultiValue ? (_offsets[row], _offsets[row + 1]) : (row, row + 1);

    /// <summary>A number as a <see cref="RowBuffer"/> holds it: an integer, or the bits of a double.</summary>
    public long Bits(int value) => schema.Physical == PhysicalType.Long ? _longs[value] : BitConverter.DoubleToInt64Bits(_doubles[value]);

    /// <summary>Text or bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int value) => _texts[value].Span;

    /// <summary>Puts the cell of a row of the block into a row.</summary>
    public void CopyTo(RowBuffer target, int ordinal, int row)
    {
        if (IsNull(row))
        {
            target.SetNull(ordinal);
            return;
        }

        (int first, int end) = Values(row);
        if (schema.IsMultiValue)
        {
            target.BeginArray(ordinal);
        }

        for (int value = first; value < end; value++)
        {
            if (schema.Physical == PhysicalType.Bytes)
            {
                target.SetBytes(ordinal, Bytes(value));
            }
            else
            {
                target.SetLong(ordinal, Bits(value));
            }
        }

        if (schema.IsMultiValue)
        {
            target.EndArray();
        }
    }

    private static void Fit<T>(ref T[] values, int count)
    {
        if (values.Length < count)
        {
            values = new T[Math.Max(count, ColumnReader.BlockRows)];
        }
    }
}
