using Segments.Columns;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Merges a new row of a key with the one before, column by column.</summary>
/// <remarks>
/// Of two values of which one is null the other is taken, whatever the strategy, but for <see cref="MergeStrategy.ForceOverwrite"/>.
/// One thread at a time.
/// </remarks>
internal sealed class RowMerger
{
    private readonly TableSchema _schema;
    private readonly MergeStrategy?[] _strategies;
    private readonly BlockCells?[] _cells;
    private readonly RowBuffer _previous;

    public RowMerger(KeySettings settings, TableSchema schema)
    {
        _schema = schema;
        _previous = new RowBuffer(schema);
        _cells = new BlockCells?[schema.Columns.Count];
        _strategies = [.. schema.Columns.Select(column => Strategy(settings, column.Name))];
    }

    /// <summary>Merges into a row what a row that is not stored yet holds.</summary>
    public void Merge(RowBuffer row, RowBuffer previous)
    {
        for (int ordinal = 0; ordinal < _strategies.Length; ordinal++)
        {
            if (_strategies[ordinal] is not { } strategy || strategy == MergeStrategy.ForceOverwrite || previous.IsNull(ordinal))
            {
                continue;
            }

            if (row.IsNull(ordinal) || strategy == MergeStrategy.Ignore)
            {
                Copy(previous, row, ordinal);
            }
            else if (_schema.Columns[ordinal].IsMultiValue)
            {
                ListMerge.Merge(row, previous, ordinal, _schema.Columns[ordinal], strategy);
            }
            else if (IsReplaced(row, previous, ordinal, strategy))
            {
                Copy(previous, row, ordinal);
            }
        }
    }

    /// <summary>Merges into a row what a stored row holds.</summary>
    public void Merge(RowBuffer row, KeySlot slot, int number)
    {
        if (slot.Appended is { } appended)
        {
            appended.Read(number, _previous);
        }
        else if (slot.Rows is { } rows)
        {
            Read(rows, number);
        }
        else
        {
            return; // the segment was deleted this moment
        }

        Merge(row, _previous);
    }

    private static MergeStrategy? Strategy(KeySettings settings, string column)
    {
        if (settings.ComparisonColumns.Contains(column, StringComparer.Ordinal))
        {
            return MergeStrategy.Overwrite;
        }

        return settings.KeyColumns.Contains(column, StringComparer.Ordinal) ? null : settings.Strategies.TryGetValue(column, out MergeStrategy named) ? named : settings.DefaultStrategy;
    }

    private static void Copy(RowBuffer from, RowBuffer to, int ordinal)
    {
        ColumnSchema column = from.Schema.Columns[ordinal];
        if (column.IsMultiValue)
        {
            to.BeginArray(ordinal);
            ListMerge.Add(from, to, ordinal, column);
            to.EndArray();
        }
        else if (column.Physical == PhysicalType.Bytes)
        {
            to.SetBytes(ordinal, from.Bytes(ordinal));
        }
        else
        {
            to.SetLong(ordinal, from.Long(ordinal));
        }
    }

    /// <summary>Merges two single values.</summary>
    /// <returns>True if the previous one is to be taken.</returns>
    private bool IsReplaced(RowBuffer row, RowBuffer previous, int ordinal, MergeStrategy strategy)
    {
        ColumnSchema column = _schema.Columns[ordinal];
        switch (strategy)
        {
            case MergeStrategy.Increment when column.Type == DataType.BigDecimal:
                row.SetBytes(ordinal, DecimalText.Sum(previous.Bytes(ordinal), row.Bytes(ordinal)));
                return false;
            case MergeStrategy.Increment when column.Physical == PhysicalType.Double:
                row.SetDouble(ordinal, previous.Double(ordinal) + row.Double(ordinal));
                return false;
            case MergeStrategy.Increment:
                row.SetLong(ordinal, Cells.Stored(unchecked(previous.Long(ordinal) + row.Long(ordinal)), column));
                return false;
            case MergeStrategy.Max:
                return Compare(previous, row, ordinal, column) > 0;
            case MergeStrategy.Min:
                return Compare(previous, row, ordinal, column) < 0;
            default:
                return false;
        }
    }

    private static int Compare(RowBuffer left, RowBuffer right, int ordinal, ColumnSchema column) => (column.Physical, column.Type) switch
    {
        (_, DataType.BigDecimal) => DecimalText.Compare(left.Bytes(ordinal), right.Bytes(ordinal)),
        (PhysicalType.Bytes, _) => left.Bytes(ordinal).SequenceCompareTo(right.Bytes(ordinal)),
        (PhysicalType.Double, _) => left.Double(ordinal).CompareTo(right.Double(ordinal)),
        _ => left.Long(ordinal).CompareTo(right.Long(ordinal)),
    };

    private void Read(ISegment rows, int number)
    {
        _previous.Clear();
        for (int ordinal = 0; ordinal < _strategies.Length; ordinal++)
        {
            if (_strategies[ordinal] is not null)
            {
                BlockCells cells = _cells[ordinal] ??= new BlockCells(_schema.Columns[ordinal]);
                cells.Seek(rows, number / ColumnReader.BlockRows);
                cells.CopyTo(_previous, ordinal, number % ColumnReader.BlockRows);
            }
        }
    }
}
