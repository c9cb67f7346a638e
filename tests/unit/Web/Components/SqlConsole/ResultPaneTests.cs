using Bunit;
using Web.Components.ResultViews;
using Web.Components.SqlConsole;

namespace UnitTests.Web.Components.SqlConsole;

/// <summary>Every state of the pane below the editor.</summary>
public sealed class ResultPaneTests : ConsoleContext
{
    private readonly QueryTab _tab = new("1", "Query 1");

    [Fact]
    public void Before_the_first_run_it_says_how_to_begin() => Assert.Contains("Pick a table, or write SQL", Show().Find(".hint").TextContent, StringComparison.Ordinal);

    [Fact]
    public void An_answer_without_rows_names_its_columns()
    {
        Answered(new StatementResult(EditorStatement.Whole("select a, b from t where false")) { Table = new ResultTable(Answer(["a", "b"], ["LONG", "LONG"])) });

        Assert.Contains("no row matched. Columns: a, b", Show().Find(".result-pane .hint").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_offers_the_names_that_were_meant_and_more_time()
    {
        Answered(new StatementResult(EditorStatement.Whole("select cout from t"))
        {
            Problem = new SqlProblem("No such column", "There is no column cout.", 7) { Fixes = [new SqlFix("count", 7, 4, "count")], LongerTimeout = 60_000 },
        });
        SqlFix? chosen = null;
        int granted = 0;

        IRenderedComponent<ResultPane> pane = Render<ResultPane>(parameters => parameters
            .Add(one => one.Tab, _tab).Add(one => one.OnFix, fix => chosen = fix).Add(one => one.OnTimeout, millis => granted = millis));
        pane.FindAll("[role=alert] button").Single(button => button.TextContent == "count").Click();
        pane.FindAll("[role=alert] button").Single(button => button.TextContent == "Run with 60 s").Click();

        Assert.Equal(("count", 60_000), (chosen?.Name, granted));
    }

    [Fact]
    public void Of_several_statements_each_has_its_answer()
    {
        _tab.Results =
        [
            new StatementResult(EditorStatement.Whole("select 1")) { Table = new ResultTable(Answer(["n"], ["LONG"], [1L])) },
            new StatementResult(EditorStatement.Whole("select x")) { Problem = new SqlProblem("No such column", "x", null) },
        ];
        int chosen = 0;

        IRenderedComponent<ResultPane> pane = Render<ResultPane>(parameters => parameters.Add(one => one.Tab, _tab).Add(one => one.OnResult, index => chosen = index));

        Assert.Equal(["1 · 1 rows", "2 · failed"], pane.FindAll(".result-tabs button").Select(button => button.TextContent.Trim()));
        Assert.Equal("true", pane.Find(".result-tabs button").GetAttribute("aria-pressed"));
        pane.FindAll(".result-tabs button")[1].Click();
        Assert.Equal(1, chosen);
    }

    [Fact]
    public void What_came_with_a_link_is_not_refreshed()
    {
        Answered(new StatementResult(EditorStatement.Whole("select 1")) { Table = new ResultTable(Answer(["n"], ["LONG"], [1L])), IsSnapshot = true });

        Assert.True(Show().Find("select").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Rows_are_copied_with_their_header()
    {
        Answered(new StatementResult(EditorStatement.Whole("select 1")) { Table = new ResultTable(Answer(["n", "s"], ["LONG", "STRING"], [1L, "a\tb"])) });

        await ClickAsync(Show(), "Copy TSV");

        Assert.StartsWith("n\ts\n1\t", Assert.Single(Copied).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private void Answered(StatementResult result) => _tab.Results = [result];

    private IRenderedComponent<ResultPane> Show() => Render<ResultPane>(parameters => parameters.Add(pane => pane.Tab, _tab));
}
