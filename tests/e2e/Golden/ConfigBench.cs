using System.Net;
using System.Text.Json.Nodes;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Golden;

/// <summary>A server with the topic and the schemas that the recorded requests are about.</summary>
public sealed class ConfigBench(KafkaBroker kafka) : IAsyncLifetime
{
    private const string Plain = "ing_ref";

    private readonly ServerProcess _server = new("--demo", "off");
    private JsonObject _keyed = [];
    private bool _hasSchemas;

    /// <summary>Folder of the recorded requests.</summary>
    internal static string Suite { get; } = Repository.PathOf("..", "shared", "golden", "ingestion");

    internal string Brokers { get; private set; } = "";

    internal RestClient Client { get; private set; } = null!;

    /// <summary>The schema behind the requests.</summary>
    internal JsonObject Schema { get; private set; } = [];

    /// <summary>A config that goes with it.</summary>
    internal JsonObject Table { get; private set; } = [];

    /// <summary>Starts all of it at the first call; skips the test where there is no recording or no Kafka.</summary>
    internal async Task StartAsync()
    {
        Need.That(Directory.Exists(Suite), $"No recorded answers: {Suite} is not there.");
        if (Client is not null)
        {
            return;
        }

        Brokers = await kafka.AddressAsync();
        await kafka.TryCreateTopicAsync(Plain, 1);
        Schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Suite, "refusals-schema.json")))!.AsObject();
        _keyed = Schema.DeepClone().AsObject();
        _keyed["schemaName"] = "ing_refpk";
        _keyed["primaryKeyColumns"] = new JsonArray("a");
        Table = ConfigRequest.Read(Path.Combine(Suite, "refusals.jsonl"), Brokers).First(request => request.What == "duplicate table").Json!;
        await _server.StartAsync(TestContext.Current.CancellationToken);
        Client = new RestClient(_server);
    }

    /// <summary>Brings about what was there when a request was recorded, and sends it.</summary>
    internal async Task<RestAnswer> SendAsync(ConfigRequest request)
    {
        if (!request.IsNewSchema)
        {
            await PutSchemasAsync();
        }
        else if (_hasSchemas)
        {
            await DeleteSchemaAsync();
        }

        if (request.NeedsTable)
        {
            await CreateAsync();
        }

        if (request.What == "schema drops primary key again")
        {
            JsonObject keyed = Schema.DeepClone().AsObject();
            keyed["primaryKeyColumns"] = new JsonArray("a");
            Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(HttpMethod.Put, $"/schemas/{Plain}", keyed.ToJsonString())).Status);
        }

        RestAnswer answer = await Client.SendAsync(request.Method, request.Path, request.Body);
        if (request.NeedsTable)
        {
            await Client.SendAsync(HttpMethod.Delete, $"/tables/{Plain}");
        }

        if (request.NeedsTable || request.IsNewSchema)
        {
            await DeleteSchemaAsync();
        }
        else if (answer.Status is HttpStatusCode.OK && request.Method == HttpMethod.Post && request.Table is { } created)
        {
            await Client.SendAsync(HttpMethod.Delete, $"/tables/{created}");
        }

        return answer;
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _server.DisposeAsync();
    }

    private async Task CreateAsync()
    {
        RestAnswer answer = await Client.SendAsync(HttpMethod.Post, "/tables", Table.ToJsonString().Replace("127.0.0.1:9092", Brokers, StringComparison.Ordinal));
        Assert.True(answer.Status is HttpStatusCode.OK, answer.Body);
    }

    private async Task PutSchemasAsync()
    {
        if (!_hasSchemas)
        {
            foreach (JsonObject schema in new[] { Schema, _keyed })
            {
                await Client.SendAsync(HttpMethod.Post, "/schemas", schema.ToJsonString());
            }
        }

        _hasSchemas = true;
    }

    private async Task DeleteSchemaAsync()
    {
        await Client.SendAsync(HttpMethod.Delete, $"/schemas/{Plain}");
        _hasSchemas = false;
    }
}
