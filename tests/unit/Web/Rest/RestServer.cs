using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Kafka;
using Ingestion.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Query;
using Segments.Tables;
using Web;
using Web.Access;
using Web.Audit;
using Web.Hosting;
using Web.Queries;
using Web.Rest;
using Web.Storage;

namespace UnitTests.Web.Rest;

/// <summary>The controller's routes on a port of this machine, over an empty data folder and a Kafka in memory.</summary>
public sealed class RestServer : IAsyncDisposable
{
    public const string Schema = """
        {"schemaName":"events","dimensionFieldSpecs":[{"name":"uuid","dataType":"STRING"}],"metricFieldSpecs":[{"name":"count","dataType":"INT"}],
         "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}]}
        """;

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly TableCatalog _catalog;
    private readonly IngestionEngine _engine;
    private readonly HttpClient _client;

    private RestServer(string folder, WebApplication app, TableCatalog catalog, IngestionEngine engine)
    {
        _folder = folder;
        _app = app;
        _catalog = catalog;
        _engine = engine;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    internal MockCluster Kafka { get; private init; } = null!;

    internal TableCatalog Catalog => _catalog;

    public string Address => _client.BaseAddress!.ToString();

    public int Port => _client.BaseAddress!.Port;

    internal AuditLog Audit => _app.Services.GetRequiredService<AuditLog>();

    internal IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static Task<RestServer> StartAsync() => StartAsync(new AccessOptions());

    internal static async Task<RestServer> StartAsync(AccessOptions access)
    {
        MockCluster kafka = new(brokers: 1);
        kafka.CreateTopic("events", 2);
        string data = Directory.CreateTempSubdirectory("rest-").FullName;
        TableCatalog catalog = TableCatalog.Open(data, TimeProvider.System);
        IngestionEngine engine = new(new IngestionOptions { ConnectTimeout = TimeSpan.FromSeconds(2) }, RecordExpressions.Instance, TimeProvider.System, NullLoggerFactory.Instance);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        Settings settings = new(new ServerOptions(), new StorageOptions { DataDirectory = data }, new KafkaOptions(), new DemoOptions(), new IngestionOptions(), new QueryLimits()) { Access = access };
        builder.Services.AddHosting(settings);
        builder.Services.AddAccess(settings);
        builder.Services.AddSingleton(new ConsoleDatabase(data));
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(engine);
        builder.Services.AddTableRoutes();
        builder.Services.AddQueries(settings);
        WebApplication app = builder.Build();
        app.UseContentSecurity();
        app.UseRestConventions();
        app.UseAccess();
        app.MapAccess();
        app.MapQueries();
        app.MapTables();
        await app.StartAsync();
        return new RestServer(data, app, catalog, engine) { Kafka = kafka };
    }

    /// <summary>A table config over a topic of the Kafka in memory.</summary>
    public string Config(string table = "events", string topic = "events") => $$"""
        {"tableName":"{{table}}","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","replicasPerPartition":"1"},"tenants":{},
         "tableIndexConfig":{"loadMode":"MMAP","streamConfigs":{"streamType":"kafka","stream.kafka.topic.name":"{{topic}}",
           "stream.kafka.broker.list":"{{Kafka.Bootstrap}}","stream.kafka.consumer.type":"lowlevel","stream.kafka.consumer.prop.auto.offset.reset":"smallest",
           "stream.kafka.decoder.class.name":"org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder"} },"metadata":{"customConfigs":{} } }
        """;

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<(int Status, JsonNode? Json)> SendAsync(string method, string path, string? body = null, string type = "application/json")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : JsonValue.Create(text));
    }

    /// <summary>Sends a request that must succeed.</summary>
    public async Task<JsonNode> ExpectAsync(string method, string path, string? body = null)
    {
        (int status, JsonNode? json) = await SendAsync(method, path, body);
        Assert.True(status == 200, $"{method} {path}: {status} {json}");
        return json!;
    }

    /// <summary>Sends a request that must be refused, and checks the shape of the refusal.</summary>
    public async Task<string> RefusedAsync(int expected, string method, string path, string? body = null)
    {
        (int status, JsonNode? json) = await SendAsync(method, path, body);
        Assert.True(status == expected, $"{method} {path}: {status} {json}");
        Assert.Equal(expected, json!["code"]!.GetValue<int>());
        return json["error"]!.GetValue<string>();
    }

    public Task AddEventsAsync() =>
        ExpectAsync("POST", "/tableConfigs", $$"""{"tableName":"events","schema":{{Schema}},"realtime":{{Config()}} }""");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        _catalog.Dispose();
        Kafka.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
