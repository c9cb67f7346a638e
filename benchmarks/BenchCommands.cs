using System.CommandLine;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Running;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Reporting;
using Benchmarks.Runs;

namespace Benchmarks;

/// <summary>The verbs of <c>./bench</c>.</summary>
internal sealed class BenchCommands
{
    private const int DefaultPort = 19000;

    private readonly Option<string?> _kafka = new("--kafka")
    {
        Description = "running broker; without it one is started by the script 'kafka' in KAFKA_HOME or ../shared/kafka",
        HelpName = "HOST:PORT",
        Recursive = true,
    };

    private readonly Option<string?> _work = new("--work")
    {
        Description = "folder for topics, segments and logs, kept afterwards; without it a temporary one that is removed",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string> _server = new("--server")
    {
        Description = "the published server",
        HelpName = "Web.dll",
        DefaultValueFactory = _ => Path.Combine(Repository.Root, "artifacts", "millrace", "Web.dll"),
        Recursive = true,
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "first of the ports to use: PORT and PORT+1 for the server, PORT+10 to PORT+14 for Kafka",
        HelpName = "PORT",
        DefaultValueFactory = _ => DefaultPort,
        Recursive = true,
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "also write the JSON report to this file",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<bool> _dry = new("--dry")
    {
        Description = "run with little data, only to see that it works: the figures mean nothing",
        Recursive = true,
    };

    /// <summary>The command line; each verb prints its report and answers with an exit code.</summary>
    public static RootCommand Create() => new BenchCommands().Root();

    private RootCommand Root()
    {
        RootCommand root = new("Millrace's benchmarks. Each verb prints one JSON object to standard output, tables and progress to standard error.")
        {
            Ingest(), Query(), Freshness(), Idle(), Restart(), Ui(), Kernels(), Generate(),
        };
        foreach (Option option in new Option[] { _kafka, _work, _server, _port, _json, _dry })
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed => parsed.GetValue(_dry)
            ? Measure(parsed, "dry", (options, _) => DryRun.Run(options))
            : root.Parse(["--help"]).Invoke());
        return root;
    }

    private Command Ingest()
    {
        string names = string.Join(", ", Workload.All.Select(workload => workload.Name));
        Option<string> kinds = new("--kinds") { Description = $"what to load, separated by commas: {names}, or all; with --engine events, clicks, guide", DefaultValueFactory = _ => "events,clicks,guide", HelpName = "KINDS" };
        Option<bool> engine = new("--engine") { Description = "without server and Kafka: decoding, appending and sealing in this process" };
        Option<bool> records = new("--records") { Description = "with --engine: by way of records, as tables with transforms make their rows" };
        Option<long?> rows = new("--rows") { Description = "rows of each kind (default 5,000,000; clicks 1,000,000)", HelpName = "N" };
        return Verb("ingest", "From a full topic to a queryable table: rows/s, CPU, bytes a row.", [engine, records, kinds, rows], (options, parsed) =>
        {
            string wanted = parsed.GetValue(kinds)!;
            long? count = parsed.GetValue(_dry) ? DryRun.Rows : parsed.GetValue(rows);
            return parsed.GetValue(engine) ? EngineRun.Ingest(options, Kinds(wanted), count, parsed.GetValue(records)) : IngestRun.Run(options, Workloads(wanted), count);
        });
    }

    private Command Query()
    {
        Option<bool> engine = new("--engine") { Description = "without server and Kafka: the query engine in this process" };
        Option<long> events = new("--events") { Description = "rows of events", DefaultValueFactory = _ => IngestRun.UsualRows(RowKind.Events), HelpName = "N" };
        Option<long> clicks = new("--clicks") { Description = "rows of clicks", DefaultValueFactory = _ => IngestRun.UsualRows(RowKind.Clicks), HelpName = "N" };
        Option<int> runs = new("--runs") { Description = "measured runs of each query", DefaultValueFactory = _ => 15, HelpName = "N" };
        Option<string> only = new("--only") { Description = "run only queries whose id begins so", DefaultValueFactory = _ => "", HelpName = "ID" };
        return Verb("query", "The benchmark queries, DuckDB beside them.", [engine, events, clicks, runs, only], (options, parsed) =>
        {
            QueryRunSize size = parsed.GetValue(_dry)
                ? DryRun.QuerySize
                : new QueryRunSize(parsed.GetValue(events), parsed.GetValue(clicks), WarmUps: 3, parsed.GetValue(runs), parsed.GetValue(only)!);
            return parsed.GetValue(engine) ? EngineRun.Query(options, size) : QueryRun.Run(options, size);
        });
    }

    private Command Freshness()
    {
        Option<int> seconds = new("--seconds") { Description = "time of measuring", DefaultValueFactory = _ => 60, HelpName = "N" };
        Option<int> rate = new("--rate") { Description = "messages per second beside the probes", DefaultValueFactory = _ => 50_000, HelpName = "N" };
        return Verb("freshness", "From produce to visible under load: p50, p90, p99.", [seconds, rate], (options, parsed) => parsed.GetValue(_dry)
            ? FreshnessRun.Run(options, DryRun.Duration, DryRun.Duration, DryRun.MessagesPerSecond)
            : FreshnessRun.Run(options, FreshnessRun.WarmUp, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate)));
    }

    private Command Idle() => Verb("idle", "Memory of a server that is left alone.", [], (options, parsed) =>
        IdleRun.Run(options, parsed.GetValue(_dry) ? DryRun.Duration : TimeSpan.FromSeconds(30)));

    private Command Restart()
    {
        Option<long> rows = new("--rows") { Description = "rows of events", DefaultValueFactory = _ => RestartRun.UsualRows, HelpName = "N" };
        return Verb("restart", "From the start of a killed server to exact answers.", [rows], (options, parsed) =>
            RestartRun.Run(options, parsed.GetValue(_dry) ? DryRun.Rows : parsed.GetValue(rows)));
    }

    private Command Ui() => Verb("ui", "The console in a browser: first paint, JavaScript, circuits, scrolling, typing, wizard; each with its budget.", [], (options, parsed) =>
        UiRun.Run(options, parsed.GetValue(_dry) ? DryRun.UiSize : UiRun.UsualSize));

    private static Command Kernels()
    {
        Command command = new("kernels", "BenchmarkDotNet on kernels and operators; arguments go to it, such as --filter '*Sum*'.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed =>
        {
            // In this process: BenchmarkDotNet's own build of the project takes minutes and trips over the shared build settings.
            BenchmarkSwitcher.FromAssembly(typeof(BenchCommands).Assembly).Run(["--inProcess", .. parsed.UnmatchedTokens]);
            return 0;
        });
        return command;
    }

    private static Command Generate()
    {
        Argument<RowKind> kind = new("kind") { Description = "events, clicks or guide", HelpName = "KIND" };
        Argument<long> rows = new("rows") { HelpName = "ROWS" };
        Argument<uint> seed = new("seed") { DefaultValueFactory = _ => RowGenerator.DefaultSeed, HelpName = "SEED" };
        Command command = new("generate", "Writes rows as JSON lines to standard output.") { kind, rows, seed };
        command.SetAction(parsed =>
        {
            using Stream output = Console.OpenStandardOutput();
            RowFile.Write(output, new RowGenerator(parsed.GetValue(kind), parsed.GetValue(seed)), parsed.GetValue(rows), CancellationToken.None);
        });
        return command;
    }

    private Command Verb(string name, string description, Option[] own, Func<BenchOptions, ParseResult, JsonObject> run)
    {
        Command command = new(name, description);
        foreach (Option option in own)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Measure(parsed, name, run));
        return command;
    }

    private int Measure(ParseResult parsed, string name, Func<BenchOptions, ParseResult, JsonObject> run)
    {
        string? work = parsed.GetValue(_work);
        BenchOptions options = new()
        {
            Kafka = parsed.GetValue(_kafka),
            WorkDirectory = work is null ? Directory.CreateTempSubdirectory("millrace-bench-").FullName : Directory.CreateDirectory(work).FullName,
            Server = parsed.GetValue(_server)!,
            Port = parsed.GetValue(_port),
        };
        try
        {
            Report.Publish(Report.Of(name, run(options, parsed)), parsed.GetValue(_json));
            return 0;
        }
        catch (BenchException exception)
        {
            Console.Error.WriteLine($"bench {name}: {exception.Message}");
            return 1;
        }
        finally
        {
            if (work is null)
            {
                Directory.Delete(options.WorkDirectory, recursive: true);
            }
        }
    }

    private static IReadOnlyList<Workload> Workloads(string list) => list is "all" ? Workload.All :
    [
        .. list.Split(',').Select(name => Workload.All.FirstOrDefault(workload => string.Equals(workload.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BenchException($"--kinds has '{name}'; give {string.Join(", ", Workload.All.Select(workload => workload.Name))}, or all")),
    ];

    private static RowKind[] Kinds(string list) =>
    [
        .. list.Split(',').Select(name => Enum.TryParse(name, ignoreCase: true, out RowKind kind)
            ? kind
            : throw new BenchException($"--kinds has '{name}'; give events, clicks or guide")),
    ];
}
