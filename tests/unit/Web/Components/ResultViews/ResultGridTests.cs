using AngleSharp.Dom;
using Bunit;
using Query.Results;
using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class ResultGridTests : ConsoleContext
{
    [Fact]
    public void Numbers_are_flush_right_and_null_is_a_word()
    {
        IRenderedComponent<ResultGrid> grid = Show(Answer(["name", "n"], ["STRING", "LONG"], ["x", null], [null, 9223372036854775807L]));

        IElement[] cells = [.. grid.FindAll("tr[data-row] td")];
        Assert.Equal(["x", "NULL", "NULL", "9223372036854775807"], cells.Select(cell => cell.TextContent));
        Assert.Equal([null, "null", "null", "number"], cells.Select(cell => cell.GetAttribute("class")));
    }

    [Fact]
    public void Two_columns_of_one_name_stay_two()
    {
        IRenderedComponent<ResultGrid> grid = Show(Answer(["n", "n"], ["LONG", "LONG"], [1L, 2L]));

        Assert.Equal(["1", "2"], grid.FindAll("tr[data-row] td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Columns_beyond_sixty_come_in_parts()
    {
        string[] names = [.. Enumerable.Range(0, 130).Select(i => $"c{i}")];
        IRenderedComponent<ResultGrid> grid = Show(Answer(names, [.. names.Select(_ => "LONG")], [.. names.Select(object? (_) => 1L)]));
        Assert.Equal(61, grid.FindAll("thead th").Count);

        grid.FindAll(".grid-note button")[1].Click();
        grid.FindAll(".grid-note button")[1].Click();

        Assert.Equal(11, grid.FindAll("thead th").Count);
        Assert.Contains("c129", grid.Find("thead").TextContent, StringComparison.Ordinal);
        Assert.Contains("Columns 121–130 of 130", grid.Find(".grid-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_text_and_never_markup()
    {
        IRenderedComponent<ResultGrid> grid = Show(Answer(["<b>n</b>"], ["STRING"], ["<img src=x onerror=alert(1)>"]));

        Assert.Empty(grid.FindAll("img, b"));
        Assert.Equal("<img src=x onerror=alert(1)>", grid.Find("td").TextContent);
    }

    private IRenderedComponent<ResultGrid> Show(QueryResult result) => Render<ResultGrid>(parameters => parameters.Add(grid => grid.Table, new ResultTable(result)));
}
