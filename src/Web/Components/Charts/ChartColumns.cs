using System.Globalization;
using Web.Components.ResultViews;
using Web.Texts;

namespace Web.Components.Charts;

/// <summary>What the columns of an answer can be in a chart, and the chart that fits them best.</summary>
internal static class ChartColumns
{
    /// <summary>Most series that are drawn one by one.</summary>
    public const int MaxSeries = 20;

    private const int Sampled = 50;
    private const int MaxYs = 5;

    // 2001 to 2100 in milliseconds: other whole numbers are not taken for times.
    private const long EarliestMillis = 978_307_200_000;
    private const long LatestMillis = 4_102_444_800_000;

    /// <summary>True if its values can be drawn.</summary>
    public static bool IsNumber(GridColumn column) => column.Type is "INT" or "LONG" or "FLOAT" or "DOUBLE" or "BIG_DECIMAL";

    /// <summary>True if its values are moments.</summary>
    public static bool IsTime(ResultTable table, GridColumn column) => column.Type switch
    {
        "TIMESTAMP" => true,
        "STRING" => AllSampled(table, column, value => value is string text && ReadTime(text) is not null),
        "LONG" => AllSampled(table, column, value => value is long and >= EarliestMillis and < LatestMillis),
        _ => false,
    };

    /// <summary>The moment of a value in seconds since 1970; null if it is none.</summary>
    public static double? ReadTime(object? value) => value switch
    {
        long millis => millis / 1000d,
        string text when text.Length >= 8 && char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000d,
        _ => null,
    };

    /// <summary>A number as it is drawn; null if it cannot be.</summary>
    public static double? ReadNumber(object? value) => value switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The chart that people expect: time along the bottom, numbers drawn, one text of few values as series. Null if nothing is a number.</summary>
    public static ChartSpec? Infer(ResultTable table)
    {
        GridColumn? time = table.Columns.FirstOrDefault(column => IsTime(table, column));
        List<GridColumn> numbers = [.. table.Columns.Where(column => IsNumber(column) && column != time)];
        List<GridColumn> texts = [.. table.Columns.Where(column => column != time && !numbers.Contains(column) && !column.Type.EndsWith("_ARRAY", StringComparison.Ordinal))];
        if (numbers.Count == 0)
        {
            return null;
        }

        string[] ys = [.. numbers.Take(MaxYs).Select(column => column.Name)];
        if (time is not null)
        {
            string? series = texts.FirstOrDefault(column => Distinct(table, column) is > 1 and <= MaxSeries)?.Name;
            return new ChartSpec(ChartKind.Line, time.Name, series is null ? ys : ys[..1], series);
        }

        if (texts.Count > 0)
        {
            string? series = texts.Skip(1).FirstOrDefault(column => Distinct(table, column) is > 1 and <= MaxSeries)?.Name;
            return new ChartSpec(series is null ? ChartKind.Bar : ChartKind.Stacked, texts[0].Name, ys[..1], series);
        }

        return numbers.Count == 1 || table.Rows.Count == 1
            ? table.Rows.Count == 1 ? new ChartSpec(ChartKind.Number, null, ys[..1], null) : new ChartSpec(ChartKind.Line, null, ys, null)
            : new ChartSpec(ChartKind.Scatter, ys[0], ys[1..], null);
    }

    private static int Distinct(ResultTable table, GridColumn column) =>
        table.Rows.Select(row => CellText.Full(row.Values[column.Ordinal])).Distinct(StringComparer.Ordinal).Take(MaxSeries + 1).Count();

    private static bool AllSampled(ResultTable table, GridColumn column, Func<object, bool> test)
    {
        object[] values = [.. table.Rows.Take(Sampled).Select(row => row.Values[column.Ordinal]).OfType<object>()];
        return values.Length > 0 && values.All(test);
    }
}
