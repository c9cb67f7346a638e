using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Hashes the key of rows, stored or not yet: both give the same. Null is the column's default.</summary>
/// <param name="schema">Of the rows.</param>
/// <param name="ordinals">The columns of the key.</param>
internal sealed class KeyColumns(TableSchema schema, IReadOnlyList<int> ordinals)
{
    private readonly BlockCells[] _cells = [.. ordinals.Select(ordinal => new BlockCells(schema.Columns[ordinal]))];

    /// <summary>Hashes rows that are about to be stored.</summary>
    public void Hash(ReadOnlySpan<RowBuffer> rows, Span<KeyHash> hashes)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            KeyHash hash = Of(rows[i], ordinals[0]);
            for (int column = 1; column < ordinals.Count; column++)
            {
                hash = hash.Then(Of(rows[i], ordinals[column]));
            }

            hashes[i] = hash;
        }
    }

    /// <summary>Hashes the rows of a block.</summary>
    /// <param name="segment">Of any schema.</param>
    /// <param name="block">From 0.</param>
    /// <param name="hashes">As long as the block.</param>
    public void Hash(ISegment segment, int block, Span<KeyHash> hashes)
    {
        for (int column = 0; column < _cells.Length; column++)
        {
            BlockCells cells = _cells[column];
            cells.Seek(segment, block);
            for (int row = 0; row < hashes.Length; row++)
            {
                hashes[row] = column == 0 ? Of(cells, row) : hashes[row].Then(Of(cells, row));
            }
        }
    }

    private static KeyHash Of(BlockCells cells, int row)
    {
        (int value, int end) = cells.Values(row);
        KeyHash hash = Of(cells.Schema, cells, value);
        while (++value < end)
        {
            hash = hash.Then(Of(cells.Schema, cells, value));
        }

        return hash;

        static KeyHash Of(ColumnSchema column, BlockCells cells, int value) =>
            column.Physical == PhysicalType.Bytes ? KeyHash.Of(cells.Bytes(value)) : KeyHash.Of(cells.Bits(value));
    }

    private KeyHash Of(RowBuffer row, int ordinal)
    {
        ColumnSchema column = schema.Columns[ordinal];
        if (!column.IsMultiValue || row.IsNull(ordinal))
        {
            return column.Physical == PhysicalType.Bytes ? KeyHash.Of(Cells.Bytes(row, ordinal, column)) : KeyHash.Of(Cells.Bits(row, ordinal, column));
        }

        ReadOnlySpan<long> entries = row.Entries(ordinal);
        KeyHash hash = Of(row, column, entries[0]);
        foreach (long entry in entries[1..])
        {
            hash = hash.Then(Of(row, column, entry));
        }

        return hash;

        static KeyHash Of(RowBuffer row, ColumnSchema column, long entry) =>
            column.Physical == PhysicalType.Bytes ? KeyHash.Of(row.EntryBytes(entry)) : KeyHash.Of(Cells.Stored(entry, column));
    }
}
