using System.Globalization;
using System.Text;
using Segments.Schema;

namespace Web.Live;

/// <summary>A table and its columns, as the tree and the completion show them.</summary>
/// <param name="Name">Raw name.</param>
/// <param name="Columns">In the order of the schema.</param>
public sealed record TableColumns(string Name, IReadOnlyList<ColumnView> Columns);

/// <summary>One column.</summary>
/// <param name="Name">As the schema spells it.</param>
/// <param name="TypeWord">Pinot's type, with <c>[]</c> behind it if a row holds several values.</param>
/// <param name="RoleWord"><c>dimension</c>, <c>metric</c> or <c>date-time</c>.</param>
/// <param name="DefaultText">What is stored where a message has no value.</param>
/// <param name="Format">Format of a date-time; null for others.</param>
public sealed record ColumnView(string Name, string TypeWord, string RoleWord, string DefaultText, string? Format)
{
    /// <summary>The view of a column.</summary>
    public static ColumnView From(ColumnSchema column) => new(
        column.Name,
        column.Type.PinotName() + (column.IsMultiValue ? "[]" : ""),
        column.Role switch
        {
            FieldRole.Metric => "metric",
            FieldRole.DateTime => "date-time",
            _ => "dimension",
        },
        DefaultWord(column),
        column.Format);

    private static string DefaultWord(ColumnSchema column) => (column.Type, column.Default.Physical) switch
    {
        (DataType.Boolean, _) => column.Default.Long == 0 ? "false" : "true",
        (DataType.Bytes, _) => Convert.ToHexStringLower(column.Default.Bytes.Span),
        (_, PhysicalType.Long) => column.Default.Long.ToString(CultureInfo.InvariantCulture),
        (_, PhysicalType.Double) => column.Default.Double.ToString("R", CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString(column.Default.Bytes.Span),
    };
}
