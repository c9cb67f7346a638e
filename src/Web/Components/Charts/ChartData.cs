using System.Globalization;
using Web.Components.ResultViews;
using Web.Texts;

namespace Web.Components.Charts;

/// <summary>What is along the bottom of a chart.</summary>
public enum ChartAxisKind
{
    /// <summary>Seconds since 1970.</summary>
    Time,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Names in the order of the answer, at 0, 1, 2, …</summary>
    Name,
}

/// <summary>One line or one colour of bars.</summary>
/// <param name="Name">As the legend says.</param>
/// <param name="Values">A value per place along the bottom; null where there is none.</param>
public sealed record ChartSeries(string Name, double?[] Values);

/// <summary>An answer as a chart draws it: places along the bottom, rising, and series over them.</summary>
public sealed record ChartData(ChartAxisKind Axis, double[] X, IReadOnlyList<string> Names, IReadOnlyList<ChartSeries> Series, IReadOnlyList<string> Notes)
{
    /// <summary>Most places along the bottom.</summary>
    public const int MaxPoints = 5_000;

    /// <summary>Most names along the bottom.</summary>
    public const int MaxNames = 200;

    private const string Others = "others";

    /// <summary>Takes the rows apart. Columns that the answer does not have are left out, and a note says so.</summary>
    public static ChartData From(ResultTable table, ChartSpec spec)
    {
        List<string> notes = [];
        GridColumn? x = Find(table, spec.X, notes);
        GridColumn? parts = Find(table, spec.Series, notes);
        GridColumn[] ys = [.. spec.Ys.Select(name => Find(table, name, notes)).OfType<GridColumn>()];
        ChartAxisKind axis = x is null ? ChartAxisKind.Number : ChartColumns.IsTime(table, x) ? ChartAxisKind.Time : ChartColumns.IsNumber(x) ? ChartAxisKind.Number : ChartAxisKind.Name;
        List<Point> points = Points(table, x, axis, parts, ys, out List<string> names);
        (List<Point> kept, List<string> series) = Limit(points, notes);
        (double[] places, double?[][] values) = Align(kept, series, sorted: axis != ChartAxisKind.Name);
        if (axis == ChartAxisKind.Name && names.Count > MaxNames)
        {
            notes.Add($"The first {MaxNames} of {Numbers.Exact(names.Count)} names are drawn.");
            int end = Array.FindIndex(places, place => place >= MaxNames);
            places = places[..end];
            values = [.. values.Select(line => line[..end])];
            names = names[..MaxNames];
        }

        ChartData data = new(axis, places, names, [.. series.Select((name, index) => new ChartSeries(name, values[index]))], notes);
        return ChartThinning.Thin(data);
    }

    private static GridColumn? Find(ResultTable table, string? name, List<string> notes)
    {
        GridColumn? column = name is null ? null : table.Columns.FirstOrDefault(candidate => candidate.Name == name);
        if (name is not null && column is null)
        {
            notes.Add($"The answer has no column “{CellText.Visible(name)}”.");
        }

        return column;
    }

    private static List<Point> Points(ResultTable table, GridColumn? x, ChartAxisKind axis, GridColumn? parts, GridColumn[] ys, out List<string> names)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<Point> points = [];
        foreach (GridRow row in table.Rows)
        {
            object? value = x is null ? (long)row.Index : row.Values[x.Ordinal];
            double? place = axis switch
            {
                ChartAxisKind.Time => ChartColumns.ReadTime(value),
                ChartAxisKind.Number => ChartColumns.ReadNumber(value),
                _ => Place(places, CellText.Shown(value) ?? "NULL"),
            };
            if (place is not { } at)
            {
                continue;
            }

            foreach (GridColumn y in ys)
            {
                string part = parts is null ? y.Name : CellText.Shown(row.Values[parts.Ordinal]) ?? "NULL";
                string name = parts is not null && ys.Length > 1 ? $"{part} · {y.Name}" : part;
                points.Add(new Point(at, name, ChartColumns.ReadNumber(row.Values[y.Ordinal])));
            }
        }

        names = [.. places.Keys];
        return points;
    }

    private static int Place(Dictionary<string, int> places, string name)
    {
        if (!places.TryGetValue(name, out int place))
        {
            place = places.Count;
            places.Add(name, place);
        }

        return place;
    }

    // The largest series keep their names, the rest becomes one.
    private static (List<Point> Points, List<string> Series) Limit(List<Point> points, List<string> notes)
    {
        List<string> series = [.. points.Select(point => point.Series).Distinct(StringComparer.Ordinal)];
        if (series.Count <= ChartColumns.MaxSeries)
        {
            return (points, series);
        }

        HashSet<string> largest = new(
            points.GroupBy(point => point.Series, StringComparer.Ordinal)
                .OrderByDescending(group => group.Sum(point => Math.Abs(point.Value ?? 0)))
                .Take(ChartColumns.MaxSeries - 1)
                .Select(group => group.Key),
            StringComparer.Ordinal);
        notes.Add($"The {ChartColumns.MaxSeries - 1} largest of {Numbers.Exact(series.Count)} series are drawn, the others as their sum.");
        List<Point> rest = [.. points.Where(point => !largest.Contains(point.Series)).GroupBy(point => point.Place).Select(group => new Point(group.Key, Others, group.Sum(point => point.Value ?? 0)))];
        return ([.. points.Where(point => largest.Contains(point.Series)), .. rest], [.. series.Where(largest.Contains), Others]);
    }

    // Two values of a series at one place are drawn both, as two places side by side.
    private static (double[] Places, double?[][] Values) Align(List<Point> points, List<string> series, bool sorted)
    {
        Dictionary<string, int> index = series.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at, StringComparer.Ordinal);
        Dictionary<double, List<double?[]>> slots = [];
        foreach (Point point in points)
        {
            int at = index[point.Series];
            if (!slots.TryGetValue(point.Place, out List<double?[]>? rows))
            {
                slots.Add(point.Place, rows = []);
            }

            double?[]? free = rows.Find(row => row[at] is null);
            if (free is null)
            {
                rows.Add(free = new double?[series.Count]);
            }

            free[at] = point.Value;
        }

        List<(double Place, double?[] Row)> all = [.. slots.SelectMany(slot => slot.Value.Select(row => (slot.Key, row)))];
        if (sorted)
        {
            all = [.. all.OrderBy(slot => slot.Place)];
        }

        return ([.. all.Select(slot => slot.Place)], [.. series.Select((_, at) => all.Select(slot => slot.Row[at]).ToArray())]);
    }

    /// <summary>The place of an index along the bottom, in words.</summary>
    public string PlaceText(int index, TimeZoneInfo zone) => Axis switch
    {
        ChartAxisKind.Name => Names[(int)X[index]],
        ChartAxisKind.Time => ChartTime.Text(X[index], zone),
        _ => X[index].ToString("R", CultureInfo.InvariantCulture),
    };

    private readonly record struct Point(double Place, string Series, double? Value);
}
