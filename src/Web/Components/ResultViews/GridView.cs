using System.Globalization;
using Web.Texts;

namespace Web.Components.ResultViews;

/// <summary>How the values of a column are written.</summary>
internal enum CellFormat
{
    /// <summary>All digits as they are.</summary>
    Raw,

    /// <summary>Digits in groups of three.</summary>
    Grouped,

    /// <summary>Milliseconds since 1970 as a time.</summary>
    Time,

    /// <summary>Bytes in units.</summary>
    Bytes,

    /// <summary>A share as a percentage.</summary>
    Percent,
}

/// <summary>What somebody made of an answer's rows and columns: order, hidden columns, formats. The answer itself stays as it came.</summary>
internal sealed class GridView
{
    private readonly ResultTable _table;
    private readonly HashSet<int> _hidden = [];
    private readonly Dictionary<int, CellFormat> _formats = [];

    public GridView(ResultTable table)
    {
        _table = table;
        Rows = Places(table.Rows);
    }

    /// <summary>Rows in the order shown.</summary>
    public IReadOnlyList<PlacedRow> Rows { get; private set; }

    /// <summary>The column that they are sorted by; null for the order of the answer.</summary>
    public GridColumn? SortedBy { get; private set; }

    /// <summary>Largest first.</summary>
    public bool IsDescending { get; private set; }

    /// <summary>Columns that are shown.</summary>
    public IEnumerable<GridColumn> Columns => _table.Columns.Where(column => !_hidden.Contains(column.Ordinal));

    /// <summary>How many are not.</summary>
    public int HiddenColumns => _hidden.Count;

    /// <summary>Sorts by a column, or turns the order round, or gives the answer's own order back.</summary>
    public void ToggleSort(GridColumn column)
    {
        (SortedBy, IsDescending) = SortedBy != column ? (column, false) : IsDescending ? (null, false) : (column, true);
        Rows = SortedBy is null ? Places(_table.Rows) : Places(IsDescending
            ? _table.Rows.OrderByDescending(row => row.Values[column.Ordinal], CellComparer.Instance)
            : _table.Rows.OrderBy(row => row.Values[column.Ordinal], CellComparer.Instance));
    }

    public void Hide(GridColumn column) => _hidden.Add(column.Ordinal);

    public void ShowAll() => _hidden.Clear();

    public CellFormat FormatOf(GridColumn column) => _formats.GetValueOrDefault(column.Ordinal);

    public void Format(GridColumn column, CellFormat format) => _formats[column.Ordinal] = format;

    /// <summary>What a cell shows; null for NULL.</summary>
    public string? Text(GridColumn column, object? value, TimeZoneInfo zone) => (FormatOf(column), value) switch
    {
        (_, null) => null,
        (CellFormat.Grouped, long number) => number.ToString("#,0", CultureInfo.InvariantCulture),
        (CellFormat.Grouped, double number) => number.ToString("#,0.##########", CultureInfo.InvariantCulture),
        (CellFormat.Time, long millis) when IsMoment(millis) => InZone(DateTimeOffset.FromUnixTimeMilliseconds(millis), zone),
        (CellFormat.Bytes, long number) => Numbers.Bytes(number),
        (CellFormat.Percent, long number) => (number * 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        (CellFormat.Percent, double number) => (number * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        (_, string time) when column.Type == "TIMESTAMP" && !zone.Equals(TimeZoneInfo.Utc) && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) => InZone(moment, zone),
        _ => CellText.Shown(value),
    };

    private static bool IsMoment(long millis) => millis >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && millis <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static string InZone(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture);

    private static PlacedRow[] Places(IEnumerable<GridRow> rows) => [.. rows.Select((row, place) => new PlacedRow(place, row))];
}

/// <summary>A row at its place on the screen.</summary>
internal sealed record PlacedRow(int Place, GridRow Row);

/// <summary>Orders values of one column: numbers by size, everything else by its text, NULL last.</summary>
internal sealed class CellComparer : IComparer<object?>
{
    public static readonly CellComparer Instance = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (long left, long right) => left.CompareTo(right),
        (double left, double right) => left.CompareTo(right),
        (bool left, bool right) => left.CompareTo(right),
        _ => string.CompareOrdinal(CellText.Full(x), CellText.Full(y)),
    };
}
