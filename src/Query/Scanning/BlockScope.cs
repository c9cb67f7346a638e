using System.Diagnostics;
using System.Text;
using Query.Expressions;
using Query.Kernels;
using Query.Vectors;
using Segments;
using Segments.Columns;
using Segments.Schema;

namespace Query.Scanning;

/// <summary>One worker's place in the table: a segment, a block of it, and the selected rows of the block.</summary>
internal sealed class BlockScope : RowScope
{
    private readonly ColumnBlock?[] _columns;
    private readonly TableSchema _schema;
    private readonly string _hostName;
    private readonly int[] _rows = new int[ColumnReader.BlockRows];
    private Utf8Slice _segmentName;
    private readonly ByteArena _segmentTexts = new();

    public BlockScope(TableSchema schema, VectorContext context, string hostName)
        : base(context)
    {
        _schema = schema;
        _hostName = hostName;
        _columns = new ColumnBlock?[schema.Columns.Count];
    }

    public ISegment Segment { get; private set; } = null!;

    /// <summary>Place of the segment in the snapshot.</summary>
    public int SegmentIndex { get; private set; }

    public int Block { get; private set; }

    /// <summary>Rows of the block, selected or not.</summary>
    public int BlockRows { get; private set; }

    /// <summary>True if every row of the block is selected.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The selected rows, ascending, numbered within the block; meaningful unless <see cref="IsWhole"/>.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    public void Open(ISegment segment, int index)
    {
        (Segment, SegmentIndex, Block) = (segment, index, -1);
        _segmentTexts.Clear();
        _segmentName = _segmentTexts.Add(Encoding.UTF8.GetBytes(segment.Name));
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i]?.Open(segment.Column(_schema.Columns[i]));
        }
    }

    /// <summary>Goes to a block; all its rows are selected.</summary>
    public void Seek(int block)
    {
        Block = block;
        BlockRows = Math.Min(ColumnReader.BlockRows, Segment.RowCount - (block * ColumnReader.BlockRows));
        foreach (ColumnBlock? column in _columns)
        {
            column?.Seek(block);
        }

        Context.Arena.Clear();
        SelectAll();
    }

    public void SelectAll()
    {
        (Count, IsWhole) = (BlockRows, true);
        Renew();
    }

    /// <summary>Selects the rows of a mask.</summary>
    public void Select(ReadOnlySpan<ulong> mask)
    {
        Count = MaskKernels.ToRows(mask, _rows);
        IsWhole = Count == BlockRows;
        Renew();
    }

    /// <summary>Selects rows by number, ascending.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        rows.CopyTo(_rows);
        (Count, IsWhole) = (rows.Length, false);
        Renew();
    }

    /// <summary>The row number within the block of a selected row.</summary>
    public int RowAt(int selected) => IsWhole ? selected : _rows[selected];

    public ColumnBlock Column(BoundColumn column)
    {
        ref ColumnBlock? slot = ref _columns[column.Ordinal];
        if (slot is null)
        {
            slot = new ColumnBlock();
            if (Segment is not null)
            {
                slot.Open(Segment.Column(_schema.Columns[column.Ordinal]));
                slot.Seek(Block);
            }
        }

        return slot;
    }

    public override void Load(BoundExpression leaf, Vector result)
    {
        switch (leaf)
        {
            case BoundColumn { Column.IsMultiValue: true } column:
                LoadLists(column, result);
                break;
            case BoundColumn column:
                LoadValues(column, result);
                break;
            case BoundVirtualColumn { Kind: VirtualColumnKind.DocId }:
                LoadDocIds(result);
                break;
            case BoundVirtualColumn column:
                LoadSegmentFact(column, result);
                break;
            default:
                throw new UnreachableException($"{leaf.GetType().Name} is no leaf of a row");
        }
    }

    private void LoadValues(BoundColumn column, Vector result)
    {
        ColumnBlock block = Column(column);
        result.Start(column.Type.Physical, Count);
        switch (column.Type.Physical)
        {
            case PhysicalType.Long:
                Pick(block.Longs(), result.Longs);
                break;
            case PhysicalType.Double:
                Pick(block.Doubles(), result.Doubles);
                break;
            default:
                Pick(block.Texts(), result.Texts);
                break;
        }

        MarkNulls(block, result);
    }

    private void Pick<T>(ReadOnlySpan<T> values, Span<T> result)
    {
        if (IsWhole)
        {
            values.CopyTo(result);
        }
        else
        {
            GatherKernels.Gather(values, Rows, result);
        }
    }

    private void LoadLists(BoundColumn column, Vector result)
    {
        ColumnBlock block = Column(column);
        ReadOnlySpan<int> offsets = block.Offsets();
        result.StartLists(column.Type.Physical, Count);
        int entries = 0;
        for (int i = 0; i < Count; i++)
        {
            int row = RowAt(i);
            entries += offsets[row + 1] - offsets[row];
            result.Offsets[i + 1] = entries;
        }

        result.Reserve(entries);
        switch (column.Type.Physical)
        {
            case PhysicalType.Long:
                PickLists(block.Longs(), offsets, result.Offsets, result.Longs);
                break;
            case PhysicalType.Double:
                PickLists(block.Doubles(), offsets, result.Offsets, result.Doubles);
                break;
            default:
                PickLists(block.Texts(), offsets, result.Offsets, result.Texts);
                break;
        }

        MarkNulls(block, result);
    }

    private void PickLists<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<T> result)
    {
        if (IsWhole)
        {
            values.CopyTo(result);
            return;
        }

        for (int i = 0; i < Count; i++)
        {
            int row = _rows[i];
            values[from[row]..from[row + 1]].CopyTo(result[to[i]..]);
        }
    }

    private void MarkNulls(ColumnBlock block, Vector result)
    {
        if (!Context.NullHandling || !block.Nulls(out ReadOnlySpan<ulong> nulls))
        {
            return;
        }

        for (int i = 0; i < Count; i++)
        {
            int row = RowAt(i);
            if (((nulls[row >> 6] >> row) & 1) != 0)
            {
                result.SetNull(i);
            }
        }
    }

    private void LoadDocIds(Vector result)
    {
        result.Start(PhysicalType.Long, Count);
        int first = Block * ColumnReader.BlockRows;
        for (int i = 0; i < Count; i++)
        {
            result.Longs[i] = first + RowAt(i);
        }
    }

    private void LoadSegmentFact(BoundVirtualColumn column, Vector result)
    {
        switch (column.Kind)
        {
            case VirtualColumnKind.SegmentName:
                result.StartConstant(PhysicalType.Bytes, Count);
                result.Texts[0] = _segmentName;
                break;
            case VirtualColumnKind.HostName:
                result.StartConstant(PhysicalType.Bytes, Count);
                result.Texts[0] = Context.Arena.Add(Encoding.UTF8.GetBytes(_hostName));
                break;
            case VirtualColumnKind.PartitionId:
                result.StartConstantList(PhysicalType.Bytes, Count, 1);
                result.Texts[0] = Context.Arena.Add(Encoding.UTF8.GetBytes(Segment.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case VirtualColumnKind.CreationTime:
                LoadConstant(result, Segment.CreatedAt.ToUnixTimeMilliseconds());
                break;
            case VirtualColumnKind.TotalDocs:
                LoadConstant(result, Segment.RowCount);
                break;
            case VirtualColumnKind.Crc:
                LoadConstant(result, Segment.Crc);
                break;
            default:
                LoadConstant(result, null);
                break;
        }
    }

    private void LoadConstant(Vector result, long? value)
    {
        result.StartConstant(PhysicalType.Long, Count);
        result.Longs[0] = value ?? 0;
        if (value is null)
        {
            result.SetNull(0);
        }
    }
}
