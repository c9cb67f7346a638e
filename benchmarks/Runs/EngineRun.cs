using System.Text.Json.Nodes;
using Benchmarks.Answers;
using Benchmarks.Generation;
using Benchmarks.Loading;
using Benchmarks.Reporting;
using Query;

namespace Benchmarks.Runs;

/// <summary>The same runs without server and Kafka, to see where time goes: decoder, segments and query engine in this process.</summary>
internal static class EngineRun
{
    /// <summary>The benchmark queries on the engine, DuckDB beside it.</summary>
    public static JsonObject Query(BenchOptions options, QueryRunSize size)
    {
        using DuckDbTarget duckDb = new(options.WorkDirectory);
        using EngineTables tables = new(Path.Combine(options.WorkDirectory, "engine"));
        foreach (RowKind kind in QueryRun.Kinds)
        {
            duckDb.Load(kind, size.Rows(kind));
            tables.Load(kind, size.Rows(kind), byRecords: false);
        }

        EngineTarget ours = new(new QueryEngine(tables.Snapshot, new QueryLimits(), TimeProvider.System));
        IReadOnlyList<QueryRaceResult> consuming = QueryRun.Race("consuming", ours, duckDb, size);
        foreach (RowKind kind in QueryRun.Kinds)
        {
            tables.Seal(kind);
        }

        IReadOnlyList<QueryRaceResult> @sealed = QueryRun.Race("sealed", ours, duckDb, size);
        return QueryRun.Summary("engine", duckDb, size, consuming, @sealed);
    }

    /// <summary>Decoding, appending and sealing, on one core.</summary>
    /// <param name="options">Where things are.</param>
    /// <param name="kinds">Kinds of rows, in order.</param>
    /// <param name="rows">Rows of each kind; null for the usual number.</param>
    /// <param name="byRecords">True: by way of records, as tables with transforms make their rows; false: straight into rows.</param>
    public static JsonObject Ingest(BenchOptions options, IReadOnlyList<RowKind> kinds, long? rows, bool byRecords)
    {
        TextTable table = new("rows", "count", "rows/s, one core", "CPU s/M rows", "consuming B/row", "sealed B/row", "seal s");
        JsonArray figures = [];
        using EngineTables tables = new(Path.Combine(options.WorkDirectory, "engine"));
        foreach (RowKind kind in kinds)
        {
            long count = rows ?? IngestRun.UsualRows(kind);
            EngineLoad load = tables.Load(kind, count, byRecords);
            EngineSeal seal = tables.Seal(kind);
            JsonObject figure = new()
            {
                ["kind"] = TableFiles.Name(kind),
                ["rows"] = count,
                ["rowsPerSecond"] = Math.Round(load.RowsPerSecond),
                ["cpuSecondsPerMillionRows"] = Report.Rounded(load.CpuSecondsPerMillionRows),
                ["consumingBytesPerRow"] = Report.Rounded(load.BytesPerRow),
                ["sealedBytesPerRow"] = Report.Rounded(seal.BytesPerRow),
                ["sealSeconds"] = Report.Rounded(seal.Elapsed.TotalSeconds),
            };
            figures.Add((JsonNode)figure);
            table.Add([.. figure.Select(member => member.Value!.ToString())]);
        }

        Console.Error.WriteLine(table);
        return new JsonObject { ["rung"] = byRecords ? "engine, by records" : "engine", ["kinds"] = figures };
    }
}
