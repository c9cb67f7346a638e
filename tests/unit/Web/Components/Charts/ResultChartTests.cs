using AngleSharp.Dom;
using Bunit;
using Query.Results;
using Web.Components.Charts;
using Web.Components.ResultViews;

namespace UnitTests.Web.Components.Charts;

public sealed class ResultChartTests : ConsoleContext
{
    private static readonly QueryResult Days = Answer(["day", "n", "m"], ["STRING", "LONG", "LONG"], ["mon", 1L, 5L], ["tue", 2L, 6L], ["wed", 4L, null]);
    private string? _chosen;

    [Fact]
    public void It_is_named_for_those_who_do_not_see_it_and_has_its_figures_as_a_table()
    {
        IRenderedComponent<ResultChart> chart = Show(Days, "bar:x=day;y=n");
        Assert.Equal("Bars chart of n over day: 3 places, 1 series", chart.Find("svg").GetAttribute("aria-label"));

        chart.FindAll("button").Single(button => button.TextContent == "Show as table").Click();

        Assert.Equal(["mon1", "tue2", "wed4"], chart.FindAll("tbody tr").Select(row => row.TextContent.Trim()));
        Assert.Empty(chart.FindAll("svg"));
    }

    [Fact]
    public void What_somebody_chooses_is_told_as_a_link_says_it()
    {
        IRenderedComponent<ResultChart> chart = Show(Days, "bar:x=day;y=n");

        chart.FindAll("select")[0].Change("Line");

        Assert.Equal(ChartSpec.Parse(_chosen), ChartSpec.Parse("line:x=day;y=n"), (left, right) => left?.ToString() == right?.ToString());
    }

    [Fact]
    public void An_answer_without_numbers_says_what_to_do()
    {
        IRenderedComponent<ResultChart> chart = Show(Answer(["s"], ["STRING"], ["a"]), null);

        Assert.Contains("Add one, such as count(*)", chart.Find(".hint").TextContent, StringComparison.Ordinal);
        Assert.True(chart.FindAll("button").Single(button => button.TextContent == "SVG").HasAttribute("disabled"));
    }

    [Fact]
    public async Task The_pointer_reads_the_figures_of_the_nearest_place()
    {
        IRenderedComponent<ResultChart> chart = Show(Days, "line:x=day;y=m");

        await chart.InvokeAsync(() => chart.Instance.Hover(0));
        Assert.Equal(("mon", "5"), Legend(chart));
        await chart.InvokeAsync(() => chart.Instance.Hover(10_000));
        Assert.Equal(("wed", "–"), Legend(chart));
    }

    [Fact]
    public void A_single_number_is_written_large() => Assert.Equal("42", Show(Answer(["n"], ["LONG"], [42L]), "number:y=n").Find(".big").TextContent);

    private static (string Place, string Value) Legend(IRenderedComponent<ResultChart> chart)
    {
        IElement legend = chart.Find("figcaption");
        return (legend.QuerySelector(".chart-place")!.TextContent, legend.QuerySelector("b")!.TextContent.Trim());
    }

    private IRenderedComponent<ResultChart> Show(QueryResult result, string? spec) => Render<ResultChart>(parameters => parameters
        .Add(chart => chart.Table, new ResultTable(result)).Add(chart => chart.Chart, spec).Add(chart => chart.ChartChanged, chosen => _chosen = chosen));
}
