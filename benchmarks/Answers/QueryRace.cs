using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Hosting;
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
        try
        {
            return Race(query);
        }
        catch (BenchException exception)
        {
            Progress.Say(exception.Message);
            return new QueryRaceResult(query, Times: null, exception.Message);
        }
    }

    private QueryRaceResult Race(BenchmarkQuery query)
    {
        List<Answer> mine = [];
        List<Answer> other = [];
        string? difference = null;
        for (int run = -warmUps; run < runs; run++)
        {
            Answer answer = ours.Run(query);
            Answer yardstick = theirs.Run(query);
            difference ??= AnswerComparison.Difference(query, answer, yardstick);
            if (run >= 0)
            {
                mine.Add(answer);
                other.Add(yardstick);
            }
        }

        RaceTimes times = new(Times(mine), Times(other), Cpu(mine) / Cpu(other));
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{query.Id}: {times.Ours.Median:F2} ms, DuckDB {times.Theirs.Median:F2} ms"));
        return new QueryRaceResult(query, times, difference);
    }

    private static Distribution Times(IEnumerable<Answer> answers) => new(answers.Select(answer => answer.Milliseconds));

    private static double? Cpu(List<Answer> answers) =>
        answers.TrueForAll(answer => answer.CpuMilliseconds is not null) ? answers.Sum(answer => answer.CpuMilliseconds) : null;
}

/// <summary>One query on both engines.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Times">How long it took; null if an engine refused the query.</param>
/// <param name="Difference">How the answers differ, or why there is none; null if they agree.</param>
internal sealed record QueryRaceResult(BenchmarkQuery Query, RaceTimes? Times, string? Difference)
{
    public JsonObject ToJson() => new()
    {
        ["id"] = Query.Id,
        ["medianMs"] = Rounded(Times?.Ours.Median),
        ["minMs"] = Rounded(Times?.Ours.Min),
        ["p99Ms"] = Rounded(Times?.Ours.Percentile(99)),
        ["duckDbMedianMs"] = Rounded(Times?.Theirs.Median),
        ["duckDbMinMs"] = Rounded(Times?.Theirs.Min),
        ["duckDbP99Ms"] = Rounded(Times?.Theirs.Percentile(99)),
        ["ratio"] = Rounded(Times?.Ratio),
        ["cpuRatio"] = Rounded(Times?.CpuRatio),
        ["difference"] = Difference,
    };

    private static double? Rounded(double? value) => value is { } figure ? Report.Rounded(figure, 3) : null;
}

/// <summary>Times of one query on both engines.</summary>
/// <param name="Ours">Our milliseconds.</param>
/// <param name="Theirs">The yardstick's milliseconds.</param>
/// <param name="CpuRatio">Our CPU time over the yardstick's, all runs together; null where it is not known.</param>
internal sealed record RaceTimes(Distribution Ours, Distribution Theirs, double? CpuRatio)
{
    /// <summary>Our median time over the yardstick's: below 1 we are faster.</summary>
    public double Ratio => Ours.Median / Theirs.Median;
}
