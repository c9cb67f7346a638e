using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Answers;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Measuring;
using Benchmarks.Reporting;

namespace Benchmarks.Runs;

/// <summary>How much of the data to load and how often to ask.</summary>
/// <param name="Events">Rows of <c>events</c>.</param>
/// <param name="Clicks">Rows of <c>clicks</c>.</param>
/// <param name="WarmUps">Runs of each query that are not counted.</param>
/// <param name="Runs">Runs of each query that are.</param>
/// <param name="Only">Start of the ids of the queries to run; empty for all.</param>
internal sealed record QueryRunSize(long Events, long Clicks, int WarmUps, int Runs, string Only)
{
    /// <summary>The number of rows of a kind.</summary>
    public long Rows(RowKind kind) => kind is RowKind.Events ? Events : Clicks;
}

/// <summary>The benchmark queries against the real server over HTTP, DuckDB beside it, once on consuming and once on sealed segments.</summary>
internal static class QueryRun
{
    /// <summary>The tables that the queries ask.</summary>
    public static IReadOnlyList<RowKind> Kinds { get; } = [RowKind.Events, RowKind.Clicks];

    public static JsonObject Run(BenchOptions options, QueryRunSize size)
    {
        using Broker broker = Broker.Open(options);
        using DuckDbTarget duckDb = new(options.WorkDirectory);
        using ServerProcess server = ServerProcess.Start(options, "query", broker.Servers);
        BenchTable[] tables = [.. Kinds.Select(kind => new BenchTable(server.Client, Workload.Of(kind)))];
        foreach ((RowKind kind, BenchTable table) in Kinds.Zip(tables))
        {
            duckDb.Load(kind, size.Rows(kind));
            string topic = TopicFiller.Fill(broker.Servers, Workload.Of(kind), size.Rows(kind));
            table.Load(broker.Servers, topic, size.Rows(kind));
        }

        HttpTarget ours = new(server.Client);
        IReadOnlyList<QueryRaceResult> consuming = Race("consuming", ours, duckDb, size);
        foreach (BenchTable table in tables)
        {
            table.Seal();
        }

        IReadOnlyList<QueryRaceResult> @sealed = Race("sealed", ours, duckDb, size);
        return Summary("REST", duckDb, size, consuming, @sealed);
    }

    /// <summary>Runs the queries in turns on us and on DuckDB.</summary>
    public static IReadOnlyList<QueryRaceResult> Race(string state, IQueryTarget ours, IQueryTarget duckDb, QueryRunSize size)
    {
        Progress.Say($"{state} segments: {size.WarmUps} warm-up runs and {size.Runs} measured runs of each query, in turns with DuckDB");
        return new QueryRace(ours, duckDb, size.WarmUps, size.Runs)
            .Run(BenchmarkQuery.ReadAll().Where(query => query.Id.StartsWith(size.Only, StringComparison.Ordinal)));
    }

    /// <summary>Prints the table of both states and makes the report's figures.</summary>
    public static JsonObject Summary(
        string rung, DuckDbTarget duckDb, QueryRunSize size, IReadOnlyList<QueryRaceResult> consuming, IReadOnlyList<QueryRaceResult> @sealed)
    {
        TextTable table = new("query", "consuming ms", "p99", "DuckDB", "ratio", "CPU ratio", "sealed ms", "p99", "DuckDB", "ratio", "CPU ratio", "answers");
        foreach ((QueryRaceResult first, QueryRaceResult second) in consuming.Zip(@sealed))
        {
            table.Add([first.Query.Id, .. Cells(first.Times), .. Cells(second.Times), first.Difference ?? second.Difference ?? "agree"]);
        }

        table.Add("geometric mean", "", "", "", Text(Mean(consuming)), Text(CpuMean(consuming)), "", "", "", Text(Mean(@sealed)), Text(CpuMean(@sealed)), "");
        Console.Error.WriteLine(table);
        return new JsonObject
        {
            ["rung"] = rung,
            ["duckDb"] = duckDb.Version,
            ["events"] = size.Events,
            ["clicks"] = size.Clicks,
            ["runs"] = size.Runs,
            ["geometricMeanConsuming"] = Mean(consuming) is { } consumingMean ? Report.Rounded(consumingMean, 3) : null,
            ["geometricMeanSealed"] = Mean(@sealed) is { } sealedMean ? Report.Rounded(sealedMean, 3) : null,
            ["disagreements"] = consuming.Concat(@sealed).Count(result => result.Difference is not null),
            ["consuming"] = new JsonArray([.. consuming.Select(result => result.ToJson())]),
            ["sealed"] = new JsonArray([.. @sealed.Select(result => result.ToJson())]),
        };
    }

    private static string[] Cells(RaceTimes? times) =>
        [Text(times?.Ours.Median), Text(times?.Ours.Percentile(99)), Text(times?.Theirs.Median), Text(times?.Ratio), Text(times?.CpuRatio)];

    private static double? Mean(IEnumerable<QueryRaceResult> results) => GeometricMean(results.Select(result => result.Times?.Ratio));

    private static double? CpuMean(IEnumerable<QueryRaceResult> results) => GeometricMean(results.Select(result => result.Times?.CpuRatio));

    private static double? GeometricMean(IEnumerable<double?> ratios)
    {
        double[] known = [.. ratios.OfType<double>()];
        return known.Length > 0 ? Distribution.GeometricMean(known) : null;
    }

    private static string Text(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "-";
}
