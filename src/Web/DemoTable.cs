using System.Text.Json.Nodes;
using Ingestion.Demo;
using Segments.Schema;
using Segments.Tables;
using Web.Hosting;
using Web.Rest;
using Web.Visitors;

namespace Web;

/// <summary>
/// The demo: a Kafka inside the process and the table of examples/events over it. That Kafka dies with the process and then numbers its
/// messages from 0 again, so the table bears a mark, and a marked one that an earlier process left behind is removed.
/// </summary>
internal sealed partial class DemoTable(TableCatalog catalog, TableService tables, Settings settings, TimeProvider clock, ILogger<DemoTable> logger) : IAsyncDisposable
{
    private const string Mark = "millrace.demo";

    private DemoSource? _source;

    /// <summary>Removes what earlier demos left behind. Nothing reads a table yet.</summary>
    public void Clear()
    {
        foreach (Table table in catalog.Tables.Where(IsDemo))
        {
            catalog.Delete(table.Name);
        }
    }

    /// <summary>Starts the demo where it is on and the name of its table is free.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (!settings.Demo.IsOn(settings.Kafka))
        {
            return;
        }

        if (catalog.TryFind(DemoSource.Topic, out _))
        {
            LogLeftOut(logger, DemoSource.Topic);
            return;
        }

        _source = new DemoSource(clock);
        JsonObject config = Example("table-config-stream.json");
        config["tableIndexConfig"]!["streamConfigs"]!["stream.kafka.broker.list"] = _source.Bootstrap;
        config["metadata"] = new JsonObject { ["customConfigs"] = new JsonObject { [Mark] = "true" } };
        using Acting.Scope server = Acting.As(Actor.Server);
        await tables.CreateAsync(TableConfig.Parse(config), SchemaJson.Parse(Example("schema-stream.json")), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _source, null) is { } source)
        {
            await source.DisposeAsync();
        }
    }

    private static bool IsDemo(Table table) => table.Definition.Config.Json["metadata"]?["customConfigs"]?[Mark] is not null;

    // The files of examples/events, inside the program.
    private static JsonObject Example(string file)
    {
        using Stream json = typeof(DemoTable).Assembly.GetManifestResourceStream(file)!;
        return JsonNode.Parse(json)!.AsObject();
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "the demo is left out: there is a table '{Table}' that is not the demo's")]
    private static partial void LogLeftOut(ILogger logger, string table);
}
