using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Measuring;
using Benchmarks.Reporting;

namespace Benchmarks.Answers;

/// <summary>Runs the same queries on us and on the yardstick, in turns, so that noise of the machine hits both.</summary>
/// <param name="ours">Our engine.</param>
/// <param name="theirs">The yardstick.</param>
/// <param name="warmUps">Runs of each query that are not counted.</param>
/// <param name="runs">Runs of each query that are.</param>
internal sealed class QueryRace(IQueryTarget ours, IQueryTarget theirs, int warmUps, int runs)
{
    /// <summary>Runs the queries and tells how each went.</summary>
    public IReadOnlyList<QueryRaceResult> Run(IEnumerable<BenchmarkQuery> queries) => [.. queries.Select(Run)];

    private QueryRaceResult Run(BenchmarkQuery query)
    {
        List<double> mine = [];
        List<double> other = [];
        string? difference = null;
        for (int run = -warmUps; run < runs; run++)
        {
            Answer answer = ours.Run(query);
            Answer yardstick = theirs.Run(query);
            difference ??= AnswerComparison.Difference(query, answer, yardstick);
            if (run >= 0)
            {
                mine.Add(answer.Milliseconds);
                other.Add(yardstick.Milliseconds);
            }
        }

        QueryRaceResult result = new(query, new Distribution(mine), new Distribution(other), difference);
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{query.Id}: {result.Ours.Median:F2} ms, DuckDB {result.Theirs.Median:F2} ms"));
        return result;
    }
}

/// <summary>One query on both engines.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Ours">Our milliseconds.</param>
/// <param name="Theirs">The yardstick's milliseconds.</param>
/// <param name="Difference">How the answers differ; null if they agree.</param>
internal sealed record QueryRaceResult(BenchmarkQuery Query, Distribution Ours, Distribution Theirs, string? Difference)
{
    /// <summary>Our median time over the yardstick's: below 1 we are faster.</summary>
    public double Ratio => Ours.Median / Theirs.Median;

    public JsonObject ToJson() => new()
    {
        ["id"] = Query.Id,
        ["medianMs"] = Report.Rounded(Ours.Median, 3),
        ["minMs"] = Report.Rounded(Ours.Min, 3),
        ["p99Ms"] = Report.Rounded(Ours.Percentile(99), 3),
        ["duckDbMedianMs"] = Report.Rounded(Theirs.Median, 3),
        ["duckDbMinMs"] = Report.Rounded(Theirs.Min, 3),
        ["duckDbP99Ms"] = Report.Rounded(Theirs.Percentile(99), 3),
        ["ratio"] = Report.Rounded(Ratio, 3),
        ["difference"] = Difference,
    };
}
