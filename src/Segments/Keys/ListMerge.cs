using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Merges the lists of multi-value columns.</summary>
internal static class ListMerge
{
    /// <summary>Merges a previous list into that of a row; both have entries.</summary>
    public static void Merge(RowBuffer row, RowBuffer previous, int ordinal, ColumnSchema column, MergeStrategy strategy)
    {
        if (strategy is not (MergeStrategy.Append or MergeStrategy.Union))
        {
            return;
        }

        if (column.Physical == PhysicalType.Bytes)
        {
            List<byte[]> texts = [.. Texts(previous, ordinal), .. Texts(row, ordinal)];
            IEnumerable<byte[]> merged = strategy == MergeStrategy.Append ? texts : new SortedSet<byte[]>(texts, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
            row.BeginArray(ordinal);
            foreach (byte[] text in merged)
            {
                row.SetBytes(ordinal, text);
            }
        }
        else
        {
            long[] numbers = [.. previous.Entries(ordinal), .. row.Entries(ordinal)];
            IEnumerable<long> merged = strategy == MergeStrategy.Append ? numbers : numbers.Select(bits => Cells.Stored(bits, column)).Distinct().OrderBy(bits => Number(bits, column));
            row.BeginArray(ordinal);
            foreach (long bits in merged.ToArray())
            {
                row.SetLong(ordinal, bits);
            }
        }

        row.EndArray();
    }

    /// <summary>Adds the entries of a row's list to the open list of another row.</summary>
    public static void Add(RowBuffer from, RowBuffer to, int ordinal, ColumnSchema column)
    {
        foreach (long entry in from.Entries(ordinal))
        {
            if (column.Physical == PhysicalType.Bytes)
            {
                to.SetBytes(ordinal, from.EntryBytes(entry));
            }
            else
            {
                to.SetLong(ordinal, entry);
            }
        }
    }

    // Integers beyond the precision of a double would tie.
    private static (double, long) Number(long bits, ColumnSchema column) =>
        column.Physical == PhysicalType.Double ? (BitConverter.Int64BitsToDouble(bits), 0) : (0, bits);

    private static List<byte[]> Texts(RowBuffer row, int ordinal)
    {
        List<byte[]> texts = [];
        foreach (long entry in row.Entries(ordinal))
        {
            texts.Add(row.EntryBytes(entry).ToArray());
        }

        return texts;
    }
}
