using Segments.Schema;

namespace Segments.Columns;

/// <summary>Whether a segment's column is what the table's schema of today calls by that name.</summary>
internal static class ColumnMatch
{
    /// <summary>The reader itself if it fits.</summary>
    /// <exception cref="ColumnMismatchException">The column has another type, or other multiplicity, in this segment.</exception>
    public static ColumnReader Checked(ColumnReader reader, ColumnSchema wanted, string segmentName) =>
        reader.Schema.Type == wanted.Type && reader.Schema.IsMultiValue == wanted.IsMultiValue
            ? reader
            : throw new ColumnMismatchException(
                $"column '{wanted.Name}' is {Describe(wanted)} in the table's schema but {Describe(reader.Schema)} in segment '{segmentName}'; "
                + "give the column its old type again, or add the new one under another name");

    private static string Describe(ColumnSchema column) => column.Type.PinotName() + (column.IsMultiValue ? " multi-value" : "");
}
