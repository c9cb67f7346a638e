using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>
/// The order of a column of texts, or of several comparison columns of which each row sets one: a row is compared with the newest value of
/// its own column. The place is a number under which the values are kept.
/// </summary>
internal sealed class ValueOrder(TableSchema schema, IReadOnlyList<int> ordinals) : RowOrder
{
    private readonly BlockCells[] _cells = [.. ordinals.Select(ordinal => new BlockCells(schema.Columns[ordinal]))];
    private readonly List<ColumnValue?[]> _places = [];
    private readonly Stack<int> _free = [];

    /// <inheritdoc/>
    public override string? FaultOf(RowBuffer row)
    {
        if (ordinals.FirstOrDefault(ordinal => schema.Columns[ordinal].IsMultiValue, -1) is >= 0 and int list)
        {
            return $"comparison column '{schema.Columns[list].Name}' holds lists, which have no order; name a single-value column in 'comparisonColumns'";
        }

        int set = ordinals.Count(ordinal => !row.IsNull(ordinal));
        return ordinals.Count == 1 || set == 1
            ? null
            : $"Documents must have exactly 1 non-null comparison column value; this one has {set} of {string.Join(", ", ordinals.Select(ordinal => schema.Columns[ordinal].Name))}";
    }

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<RowBuffer> rows, Span<long> places)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ColumnValue?[] values = new ColumnValue?[ordinals.Count];
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = ordinals.Count > 1 && rows[i].IsNull(ordinals[column]) ? null : Value(rows[i], ordinals[column]);
            }

            places[i] = Keep(values);
        }
    }

    /// <inheritdoc/>
    public override void Read(ISegment segment, int block, Span<long> places)
    {
        foreach (BlockCells cells in _cells)
        {
            cells.Seek(segment, block);
        }

        for (int row = 0; row < places.Length; row++)
        {
            ColumnValue?[] values = new ColumnValue?[_cells.Length];
            for (int column = 0; column < values.Length; column++)
            {
                BlockCells cells = _cells[column];
                ColumnValue value = Value(cells, cells.Values(row).First);

                // A column without null vector shows its default instead.
                bool isNull = cells.Schema.KeepsNulls ? cells.IsNull(row) : Compare(value, cells.Schema.Default, cells.Schema.Type) == 0;
                values[column] = ordinals.Count > 1 && isNull ? null : value;
            }

            places[row] = Keep(values);
        }
    }

    /// <inheritdoc/>
    public override bool Supersedes(long incoming, long current)
    {
        (ColumnValue?[] next, ColumnValue?[] last) = (_places[(int)incoming], _places[(int)current]);
        int set = Array.FindIndex(next, value => value is not null);
        bool isMerged = Array.FindLastIndex(next, value => value is not null) != set;
        if (!isMerged && set >= 0 && last[set] is { } old && Compare(next[set]!.Value, old, schema.Columns[ordinals[set]].Type) < 0)
        {
            return false;
        }

        for (int column = 0; column < next.Length; column++)
        {
            next[column] ??= last[column];
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Forget(long place) => _free.Push((int)place);

    private static int Compare(ColumnValue left, ColumnValue right, DataType type) => type switch
    {
        DataType.BigDecimal => DecimalText.Compare(left.Bytes.Span, right.Bytes.Span),
        _ when left.Physical == PhysicalType.Bytes => left.Bytes.Span.SequenceCompareTo(right.Bytes.Span),
        _ when left.Physical == PhysicalType.Double => left.Double.CompareTo(right.Double),
        _ => left.Long.CompareTo(right.Long),
    };

    private static ColumnValue Value(BlockCells cells, int value) => cells.Schema.Physical switch
    {
        PhysicalType.Bytes => ColumnValue.Of(cells.Bytes(value).ToArray()),
        PhysicalType.Double => ColumnValue.Of(BitConverter.Int64BitsToDouble(cells.Bits(value))),
        _ => ColumnValue.Of(cells.Bits(value)),
    };

    private ColumnValue Value(RowBuffer row, int ordinal)
    {
        ColumnSchema column = schema.Columns[ordinal];
        return column.Physical switch
        {
            PhysicalType.Bytes => ColumnValue.Of(Cells.Bytes(row, ordinal, column).ToArray()),
            PhysicalType.Double => ColumnValue.Of(BitConverter.Int64BitsToDouble(Cells.Bits(row, ordinal, column))),
            _ => ColumnValue.Of(Cells.Bits(row, ordinal, column)),
        };
    }

    private int Keep(ColumnValue?[] values)
    {
        if (_free.TryPop(out int place))
        {
            _places[place] = values;
            return place;
        }

        _places.Add(values);
        return _places.Count - 1;
    }
}
