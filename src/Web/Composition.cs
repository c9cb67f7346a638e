using Ingestion;
using Ingestion.Diagnosis;
using Ingestion.Sampling;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Query;
using Segments.Tables;
using Web.Access;
using Web.Audit;
using Web.Components.QueryLibrary;
using Web.Components.SqlConsole;
using Web.Components.TableBrowser;
using Web.Components.TopicBrowser;
using Web.Drafts;
using Web.Hosting;
using Web.KeptResults;
using Web.Live;
using Web.Queries;
using Web.QueryHistory;
using Web.Rest;
using Web.SavedQueries;
using Web.Sharing;
using Web.Storage;
using Web.SystemTables;
using Web.Visitors;

namespace Web;

/// <summary>The only place where concrete types are chosen.</summary>
internal static class Composition
{
    public static void AddHosting(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, SharedPathPolicy>());
    }

    public static void AddSegments(this IServiceCollection services, Settings settings) =>
        services.AddSingleton(provider => TableCatalog.Open(settings.Storage.DataDirectory, provider.GetRequiredService<TimeProvider>()));

    public static void AddIngestion(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(provider =>
            new IngestionEngine(settings.Ingestion, RecordExpressions.Instance, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<DemoTable>();
        services.AddHostedService<IngestionHostedService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
    }

    public static void AddQueries(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<RunningQueries>();
        services.AddSingleton<QueryStops>();
        services.AddSingleton<SnapshotSource>(provider =>
        {
            TableCatalog catalog = provider.GetRequiredService<TableCatalog>();
            IngestionEngine ingestion = provider.GetRequiredService<IngestionEngine>();
            SystemTableSource system = new(() => catalog.Tables.Select(table => ingestion.Status(table.Name)).OfType<TableStatus>(), ingestion.Rejected, provider.GetRequiredService<TimeProvider>());
            return name => system.Find(name) ?? Snapshot(catalog, name);
        });
        services.AddSingleton(provider => new QueryEngine(provider.GetRequiredService<SnapshotSource>(), settings.Query, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new QueryRunner(provider.GetRequiredService<QueryEngine>().Execute, provider.GetRequiredService<RunningQueries>()));
    }

    /// <summary>What the console knows of the engines.</summary>
    public static void AddConsoleEngines(this IServiceCollection services, Settings settings)
    {
        string brokerId = Instances.Broker(settings.Server);
        services.AddSingleton(provider =>
        {
            QueryRunner runner = provider.GetRequiredService<QueryRunner>();
            return new SqlRunner(
                (request, cancellation) => runner.Run(request, cancellation).Result,
                provider.GetRequiredService<QueryEngine>().Estimate,
                result => AnswerWriter.ToText(new QueryAnswer(RequestId: 0, ClientQueryId: null, result), brokerId),
                QueryEngine.FunctionNames,
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(provider =>
        {
            TableCatalog catalog = provider.GetRequiredService<TableCatalog>();
            IngestionEngine engine = provider.GetRequiredService<IngestionEngine>();
            return new TableViews(
                () => catalog.Tables.Select(table => new TableEntry(table.Definition, table.Snapshot(), Bytes(table), engine.Status(table.Name))),
                engine.Rejected,
                engine.FieldsWithoutColumn);
        });
        SecretStore secrets = SecretStore.Open(settings.Storage.DataDirectory); // before any table asks for one
        services.AddSingleton(provider =>
        {
            secrets.Keeping = name => KeepSecret(provider.GetRequiredService<Deeds>(), name);
            return secrets;
        });
        services.AddSingleton(new ConsoleDatabase(settings.Storage.DataDirectory));
        services.AddSingleton<DraftStore>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton(provider => Whole(provider, settings.Query));
        services.AddSingleton<LinkStore>();
        services.AddSingleton<ShareDesk>();
        services.AddSingleton<QueryOpener>();
        services.AddSingleton<SavedQueryStore>();
        services.AddSingleton<HistoryStore>();
        services.AddSingleton(provider => new DraftWorkshop(provider.GetRequiredService<TableService>(), settings.Query, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => Topics(provider.GetRequiredService<TableCatalog>(), settings.Kafka, provider.GetRequiredService<Deeds>(), provider.GetRequiredService<RateLimits>()));
        services.AddSingleton(provider => Actions(provider.GetRequiredService<TableService>(), provider.GetRequiredService<IngestionEngine>(), provider.GetRequiredService<Deeds>()));
    }

    // An engine of its own, so that a statement without a LIMIT gives all its rows; it is listed and stopped like any other.
    private static WholeResults Whole(IServiceProvider provider, QueryLimits limits)
    {
        QueryLimits wide = limits with { DefaultLimit = WholeResults.MaxRows, Timeout = WholeResults.Timeout };
        QueryEngine engine = new(provider.GetRequiredService<SnapshotSource>(), wide, provider.GetRequiredService<TimeProvider>());
        QueryRunner runner = new(engine.Execute, provider.GetRequiredService<RunningQueries>());
        return new WholeResults(async (link, cancellation) => (await runner.RunAsync(SqlRunner.Request(link with { TimeoutMillis = null }), cancellation)).Result);
    }

    // Brokers that tables read are reached as these reach them; others are taken to want neither encryption nor a login.
    private static TopicViews Topics(TableCatalog catalog, KafkaOptions kafka, Deeds deeds, RateLimits limits)
    {
        IEnumerable<KafkaConnection> Known() => catalog.Tables.SelectMany(ConnectionsOf);
        KafkaConnection Connection(string brokers)
        {
            if (Known().FirstOrDefault(connection => connection.Brokers == brokers) is { } known)
            {
                return known;
            }

            return RefusalOf(brokers) is { } refusal ? throw new IngestionException(refusal) : KafkaConnection.Of(brokers);
        }

        // Where the server connects to is up to editors: it reaches what browsers do not.
        string? RefusalOf(string brokers) => brokers == kafka.BootstrapServers || Known().Any(connection => connection.Brokers == brokers)
            ? null
            : deeds.Actor.Visitor.Refusal(VisitorRole.Editor, "Asking brokers that no table reads");

        return new TopicViews
        {
            Brokers = () => [.. Known().Select(connection => connection.Brokers).Concat([kafka.BootstrapServers]).OfType<string>().Where(brokers => brokers.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            TopicsAsync = (brokers, cancellation) => new TopicSampler(Connection(brokers)).TopicsAsync(cancellation),
            ReadAsync = (brokers, topic, request, cancellation) => new TopicSampler(Connection(brokers)).ReadAsync(topic, request, cancellation),
            Check = (brokers, topic, cancellation) => (RefusalOf(brokers) ?? limits.Refusal(RateLimits.ConnectionChecks)) is { } refusal
                ? Refused(refusal)
                : new ConnectionCheck(Connection(brokers)).RunAsync(topic, cancellation),
        };
    }

    private static IAsyncEnumerable<StageReport> Refused(string reason) => new[] { new StageReport(CheckStage.Resolve, HasPassed: false, reason, Detail: null, TimeSpan.Zero) }.ToAsyncEnumerable();

    private static void KeepSecret(Deeds deeds, string name)
    {
        try
        {
            deeds.Do(Deed.SecretChanged, table: null, name, () => { });
        }
        catch (RefusedException refusal)
        {
            throw new ConsoleStorageException(refusal.Message, refusal);
        }
    }

    // A config may have become wrong, with a variable of the environment that is gone; the table's own page says so.
    private static IReadOnlyList<KafkaConnection> ConnectionsOf(Table table)
    {
        try
        {
            return KafkaConnection.Of(table.Definition.Config);
        }
        catch (IngestionException)
        {
            return [];
        }
    }

    private static TableActions Actions(TableService tables, IngestionEngine engine, Deeds deeds)
    {
        Table Find(string name) => tables.Find(name) ?? throw RestException.NotFound($"Table {name} does not exist any more.");
        return new TableActions
        {
            PauseAsync = name => tables.PauseAsync(Find(name), "Paused in the console."),
            ResumeAsync = name => tables.ResumeAsync(Find(name), ResumeFrom.LastConsumed, "Resumed in the console."),
            ForceCommitAsync = name =>
            {
                tables.ForceCommit(Find(name));
                return Task.CompletedTask;
            },
            DeleteAsync = name => tables.DeleteAsync(Find(name), SchemaAfterDelete.Goes),
            AddColumnsAsync = async (name, fields) =>
            {
                Table table = Find(name);
                await ColumnAdder.AddAsync(tables, table, fields);
                engine.ForceCommit(table.Name); // segments that are open keep the columns they were opened with
            },
            IgnoreFields = (name, fields) => deeds.Do(
                Deed.FieldsIgnored, Find(name).Name, string.Join(", ", fields.Select(field => field.Path)), () => engine.IgnoreFields(Find(name).Name, fields.Select(field => field.Path))),
        };
    }

    private static TableSnapshot? Snapshot(TableCatalog catalog, string name)
    {
        if (!catalog.TryFind(name, out Table? table))
        {
            return null;
        }

        return table.Definition.IsDisabled
            ? throw new QueryException(191, $"TableIsDisabledError: table '{table.Name}' is disabled; enable it with PUT /tables/{table.Name}/state?type=realtime&state=enable")
            : table.Snapshot();
    }

    private static long Bytes(Table table) =>
        table.Partitions.Sum(partition => partition.Sealed.Sum(segment => segment.FileBytes) + partition.Frozen.Sum(segment => segment.HeapBytes) + partition.Consuming.HeapBytes);
}
