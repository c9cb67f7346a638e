using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Bunit;
using Ingestion.Diagnosis;
using Ingestion.Drift;
using Ingestion.Sampling;
using Ingestion.Status;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Query;
using Query.Results;
using Segments;
using Segments.Columns;
using Segments.Schema;
using Segments.Tables;
using UnitTests.Web.Audit;
using Web.Access;
using Web.Components.QueryLibrary;
using Web.Components.SqlConsole;
using Web.Components.TableBrowser;
using Web.Components.TopicBrowser;
using Web.Hosting;
using Web.KeptResults;
using Web.Live;
using Web.QueryHistory;
using Web.SavedQueries;
using Web.Sharing;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Components;

/// <summary>Renders components of the console over tables and answers that a test writes down.</summary>
public abstract class ConsoleContext : BunitContext
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("millrace-console-"));

    private IRenderedComponent<MudDialogProvider>? _dialogs;

    protected ConsoleContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(20); // the machine may be busy with other tests
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_ => Settings);
        Services.AddSingleton<LiveFrames>();
        Services.AddSingleton(new TableViews(() => Tables, table => Rejected.Where(_ => table == "events").ToList(), _ => NewFields));
        Services.AddSingleton(new SqlRunner((request, cancellation) => Execute(request, cancellation), request => Estimate(request), result => $"{{\"rows\":{result.Rows.Count}}}", ["count", "sum"], TimeProvider.System));
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(_ => new ConsoleDatabase(_folder.Value.FullName));
        Services.AddSingleton<ResultStore>();
        Services.AddSingleton<LinkStore>();
        Services.AddSingleton<RateLimits>();
        Services.AddSingleton(_ => TestDeeds.Free(_folder.Value.FullName));
        Services.AddSingleton<ShareDesk>();
        Services.AddSingleton<SavedQueryStore>();
        Services.AddSingleton<HistoryStore>();
        Services.AddSingleton<QueryOpener>();
        Services.AddSingleton<AuthenticationStateProvider>(new VisitorState(() => Visitor));
        Services.AddSingleton<CurrentVisitor>();
        Services.AddSingleton(new TopicViews
        {
            Brokers = () => Brokers,
            TopicsAsync = (brokers, cancellation) => ListTopics(brokers, cancellation),
            ReadAsync = (_, topic, request, cancellation) => ReadTopic(topic, request, cancellation),
            Check = (brokers, topic, _) => Reports(brokers, topic).ToAsyncEnumerable(),
        });
        Services.AddSingleton(new TableActions
        {
            PauseAsync = table => Record($"pause {table}"),
            ResumeAsync = table => Record($"resume {table}"),
            ForceCommitAsync = table => Record($"force commit {table}"),
            DeleteAsync = table => Record($"delete {table}"),
            AddColumnsAsync = (table, fields) => Record($"add to {table}: {string.Join(' ', fields.Select(field => field.Path))}"),
            IgnoreFields = (table, fields) => Done.Add($"ignore of {table}: {string.Join(' ', fields.Select(field => field.Path))}"),
        });
    }

    /// <summary>How the server knows people: by a token for each role, unless a test says otherwise before it renders anything.</summary>
    internal AccessOptions Access { get; set; } = new() { Mode = "Token" };

    /// <summary>The server's settings.</summary>
    [field: AllowNull]
    internal Settings Settings => field ??= new Settings(
        new ServerOptions(), new StorageOptions { DataDirectory = _folder.Value.FullName }, new KafkaOptions(), new DemoOptions(), new global::Ingestion.Settings.IngestionOptions(), new QueryLimits())
    {
        Access = Access,
    };

    /// <summary>Who has the page open.</summary>
    internal Visitor Visitor { get; set; } = Visitor.Anybody;

    internal List<TableEntry> Tables { get; } = [];

    internal List<RejectedMessage> Rejected { get; } = [];

    /// <summary>Fields that tables do not take.</summary>
    internal NewFields? NewFields { get; set; }

    /// <summary>What was done to tables, in order.</summary>
    internal List<string> Done { get; } = [];

    /// <summary>Brokers that the server knows.</summary>
    internal List<string> Brokers { get; } = [];

    /// <summary>Stands for Kafka.</summary>
    internal Func<string, CancellationToken, Task<IReadOnlyList<TopicSummary>>> ListTopics { get; set; } = (_, _) => Task.FromResult<IReadOnlyList<TopicSummary>>([]);

    /// <summary>Stands for Kafka.</summary>
    internal Func<string, SampleRequest, CancellationToken, Task<TopicSample>> ReadTopic { get; set; } = (_, _, _) => Task.FromResult(new TopicSample([], 1, 0, 0, IsCut: false, TimeSpan.Zero));

    /// <summary>Stands for the way to Kafka.</summary>
    internal Func<string, string?, IEnumerable<StageReport>> Reports { get; set; } = (_, _) => [];

    /// <summary>Stands for the engine.</summary>
    internal Func<QueryRequest, CancellationToken, QueryResult> Execute { get; set; } = (_, _) => Answer(["n"], ["LONG"], [1L]);

    /// <summary>Stands for the engine's estimate.</summary>
    internal Func<QueryRequest, QueryEstimate> Estimate { get; set; } = _ => new QueryEstimate();

    internal LiveFrames Frames => Services.GetRequiredService<LiveFrames>();

    internal NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Where dialogs open.</summary>
    internal IRenderedComponent<MudDialogProvider> Dialogs => _dialogs ??= Render<MudDialogProvider>();

    /// <summary>The texts that were copied, in order.</summary>
    internal IEnumerable<string> Copied => JSInterop.Invocations["millrace.copy"].Select(call => (string)call.Arguments[0]!);

    internal static QueryResult Answer(string[] names, string[] types, params object?[][] rows) => new()
    {
        Columns = [.. names.Zip(types, (name, type) => new ResultColumn(name, type))],
        Rows = rows,
        Statistics = new QueryStatistics { Elapsed = TimeSpan.FromMilliseconds(4), TotalDocs = 1_234_567 },
    };

    internal static QueryResult Refusal(int code, string message, int? position) => new()
    {
        Columns = [],
        Rows = [],
        Errors = [new QueryError(code, message, position)],
        Statistics = new QueryStatistics(),
    };

    internal static PartitionStatus Partition(int id, PartitionState state = PartitionState.Live, long position = 100, long end = 100) => new()
    {
        Partition = id,
        State = state,
        Start = 0,
        Position = position,
        End = end,
        Lag = end - position,
        BackfillTarget = end,
        Progress = end == 0 ? 1 : (double)position / end,
        RowsPerSecond = 50,
        RowsPerSecondSmoothed = 50,
        BytesPerSecond = 5_000,
        Rows = position,
        Bytes = position * 100,
        Rejected = 0,
        Tombstones = 0,
        Trimmed = 0,
        ConsumingRows = 10,
        ConsumingBytes = 1_000,
        ConsumingSegment = $"events__{id}__0__20261125T1200Z",
        RowLimit = 1_000,
        Sealing = 0,
    };

    /// <summary>Adds the guide's table under a name, and lets the pages know.</summary>
    internal TableEntry AddTable(string name, long rows, params PartitionStatus[] partitions)
    {
        JsonObject config = JsonNode.Parse("""
            {"tableName":"TABLE","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","schemaName":"TABLE","replicasPerPartition":"1"},
             "tenants":{},"tableIndexConfig":{"loadMode":"MMAP","streamConfigs":{"streamType":"kafka","stream.kafka.topic.name":"TABLE",
             "stream.kafka.broker.list":"localhost:9092","sasl.jaas.config":"password=hunter2"}},"metadata":{"customConfigs":{}}}
            """.Replace("TABLE", name, StringComparison.Ordinal))!.AsObject();
        var schema = new TableSchema(
            name,
            [
                new ColumnSchema { Name = "uuid", Type = DataType.String, Default = ColumnValue.Of("null") },
                new ColumnSchema { Name = "count", Type = DataType.Int, Role = FieldRole.Metric, Default = ColumnValue.Of(0) },
                new ColumnSchema { Name = "ts", Type = DataType.Timestamp, Role = FieldRole.DateTime, Format = "1:MILLISECONDS:EPOCH", Default = ColumnValue.Of(0) },
            ]);
        TableStatus? status = partitions.Length == 0 ? null : new TableStatus(name, name, "localhost:9092", false, partitions);
        var entry = new TableEntry(
            new TableDefinition(schema, new JsonObject { ["schemaName"] = name }, TableConfig.Parse(config), Now, new Dictionary<int, long>()),
            new TableSnapshot(schema, [new CountedSegment($"{name}__0__0__20261125T1200Z", (int)rows)]),
            rows * 20,
            status);
        Tables.Add(entry);
        Publish();
        return entry;
    }

    internal void Publish() => Frames.Publish(Now, Services.GetRequiredService<TableViews>().All());

    /// <summary>Opens a dialog.</summary>
    internal async Task<IDialogReference> ShowAsync<T>(DialogParameters<T> parameters)
        where T : IComponent
    {
        IDialogReference reference = null!;
        await Dialogs.InvokeAsync(async () => reference = await Services.GetRequiredService<IDialogService>().ShowAsync<T>("Title", parameters));
        Dialogs.WaitForAssertion(() => Assert.NotEmpty(Dialogs.FindAll(".mud-dialog")));
        return reference;
    }

    // On the renderer's own thread: what happens meanwhile renders the page anew.
    internal static Task ClickAsync<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.InvokeAsync(() => page.FindAll("button").Single(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == text).Click());

    internal static Task ChangeAsync<T>(IRenderedComponent<T> page, string selector, object value)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).Change(value));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }

    private Task Record(string done)
    {
        Done.Add(done);
        return Task.CompletedTask;
    }

    private sealed class VisitorState(Func<Visitor> visitor) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(visitor().ToPrincipal("test")));
    }

    /// <summary>A segment of which only the figures are asked.</summary>
    private sealed record CountedSegment(string Name, int RowCount) : ISegment
    {
        public int Partition => 0;

        public bool IsConsuming => true;

        public DateTimeOffset CreatedAt => Now;

        public DateTimeOffset? LastIndexedAt => Now;

        public long? Crc => null;

        public ColumnReader Column(ColumnSchema column) => throw new NotSupportedException("the console reads rows through SQL");
    }
}
