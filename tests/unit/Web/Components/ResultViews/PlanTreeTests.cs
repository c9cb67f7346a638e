using Bunit;
using Query;
using Query.Results;
using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class PlanTreeTests : ConsoleContext
{
    private static readonly QueryResult Plan = Answer(
        ["Operator", "Operator_Id", "Parent_Id"], ["STRING", "INT", "INT"],
        ["BROKER_REDUCE(limit:10)", 1L, 0L], ["DOC_ID_SET", 2L, 1L], ["FILTER_FULL_SCAN(predicate:a = 1)", 3L, 2L]);

    [Fact]
    public void A_statement_that_did_not_run_shows_what_it_would_read_and_no_actual_figure()
    {
        IRenderedComponent<PlanTree> tree = Render<PlanTree>(parameters => parameters
            .Add(one => one.Plan, Plan).Add(one => one.Estimate, new QueryEstimate { Rows = 10, RowsTotal = 1_000, Segments = 1, SegmentsTotal = 3 }));

        Assert.Equal(["BROKER_REDUCE", "DOC_ID_SET", "FILTER_FULL_SCAN"], tree.FindAll(".operator").Select(name => name.TextContent));
        Assert.Empty(tree.FindAll(".plan-actual"));
        Assert.Contains("in 1 of 3 segments; the others cannot match", tree.Find(".hint").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_that_ran_shows_what_each_operator_took()
    {
        QueryStatistics taken = new() { DocsScanned = 7, TotalDocs = 1_000, EntriesScannedInFilter = 55, Elapsed = TimeSpan.FromMilliseconds(3) };

        IRenderedComponent<PlanTree> tree = Render<PlanTree>(parameters => parameters.Add(one => one.Plan, Plan).Add(one => one.Statistics, taken).Add(one => one.Rows, 7));

        string[] actual = [.. tree.FindAll(".plan-actual").Select(text => text.TextContent)];
        Assert.Equal(3, actual.Length);
        Assert.StartsWith("7 rows out", actual[0], StringComparison.Ordinal);
        Assert.EndsWith("rows passed the filter", actual[1], StringComparison.Ordinal);
        Assert.Equal("55 values tested", actual[2]);
    }

    [Fact]
    public void Without_a_plan_it_says_why() =>
        Assert.Equal("too deep", Render<PlanTree>(parameters => parameters.Add(one => one.Problem, "too deep")).Find(".hint").TextContent);
}
