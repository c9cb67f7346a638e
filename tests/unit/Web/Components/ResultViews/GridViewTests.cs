using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class GridViewTests
{
    private readonly ResultTable _table = new(ConsoleContext.Answer(
        ["name", "n", "at"], ["STRING", "LONG", "TIMESTAMP"],
        ["b", 2L, "2026-01-01 00:00:00.0"], ["a", null, null], ["c", 10L, "2026-07-01 12:00:00.5"]));

    [Fact]
    public void A_column_sorts_up_down_and_back()
    {
        GridView view = new(_table);
        GridColumn n = _table.Columns[1];

        view.ToggleSort(n);
        Assert.Equal(["b", "c", "a"], Names(view)); // NULL last
        view.ToggleSort(n);
        Assert.Equal(["a", "c", "b"], Names(view));
        view.ToggleSort(n);
        Assert.Equal(["b", "a", "c"], Names(view));
        Assert.Null(view.SortedBy);
    }

    [Fact]
    public void A_format_changes_what_is_shown_and_not_the_value()
    {
        GridView view = new(_table);
        view.Format(_table.Columns[1], CellFormat.Time);

        Assert.Equal("1970-01-01 01:00:00.002", view.Text(_table.Columns[1], 2L, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        Assert.Equal(2L, view.Rows[0].Row.Values[1]);
    }

    [Theory]
    [InlineData("UTC", "2026-07-01 12:00:00.5")]
    [InlineData("Europe/Berlin", "2026-07-01 14:00:00.5")]
    public void Timestamps_are_shown_in_the_readers_zone(string zone, string expected) =>
        Assert.Equal(expected, new GridView(_table).Text(_table.Columns[2], "2026-07-01 12:00:00.5", TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void A_hidden_column_comes_back()
    {
        GridView view = new(_table);

        view.Hide(_table.Columns[0]);
        Assert.Equal(["n", "at"], view.Columns.Select(column => column.Name));
        view.ShowAll();
        Assert.Equal(3, view.Columns.Count());
    }

    private static string?[] Names(GridView view) => [.. view.Rows.Select(placed => (string?)placed.Row.Values[0])];
}
