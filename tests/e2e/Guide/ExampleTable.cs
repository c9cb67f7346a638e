using System.Net;
using System.Text.Json.Nodes;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>A table of <c>examples/</c>, with what differs from machine to machine put in: addresses, stores, passwords.</summary>
internal sealed class ExampleTable
{
    private readonly JsonObject _schema;
    private readonly JsonObject _config;

    /// <param name="folder">Below <c>examples/</c>.</param>
    /// <param name="name">Another name for the table; null keeps the example's.</param>
    public ExampleTable(string folder, string? name = null)
    {
        Folder = Repository.PathOf("examples", folder);
        _schema = Read("schema.json");
        _config = Read("table-config.json");
        Name = name ?? _config["tableName"]!.GetValue<string>();
        _schema["schemaName"] = Name;
        _config["tableName"] = Name;
        _config["segmentsConfig"]!["schemaName"] = Name;
    }

    public string Folder { get; }

    public string Name { get; }

    public string Topic => Streams["stream.kafka.topic.name"]!.GetValue<string>();

    private JsonObject Streams => _config["tableIndexConfig"]!["streamConfigs"]!.AsObject();

    /// <summary>Puts values in place of those of the example, which must have the keys.</summary>
    public ExampleTable With(params (string Key, string Value)[] settings)
    {
        Assert.All(settings, setting => Assert.True(Streams.ContainsKey(setting.Key), $"{Folder} has no {setting.Key}"));
        return Adding(settings);
    }

    /// <summary>Sets values that the example does not have.</summary>
    public ExampleTable Adding(params (string Key, string Value)[] settings)
    {
        foreach ((string key, string value) in settings)
        {
            Streams[key] = value;
        }

        return this;
    }

    /// <summary>Takes keys out.</summary>
    public ExampleTable Without(params string[] keys)
    {
        Assert.All(keys, key => Assert.True(Streams.Remove(key), $"{Folder} has no {key}"));
        return this;
    }

    /// <summary>Asks for the table.</summary>
    public Task<RestAnswer> PostAsync(RestClient client) => client.SendAsync(
        HttpMethod.Post,
        "/tableConfigs",
        new JsonObject { ["tableName"] = Name, ["schema"] = _schema.DeepClone(), ["realtime"] = _config.DeepClone() }.ToJsonString());

    /// <summary>Creates the table, which must succeed.</summary>
    public async Task CreateAsync(RestClient client)
    {
        RestAnswer answer = await PostAsync(client);
        Assert.True(answer.Status is HttpStatusCode.OK, $"{Name}: {answer.Body}");
    }

    /// <summary>Gives the running table this config, which must succeed.</summary>
    public async Task UpdateAsync(RestClient client)
    {
        RestAnswer answer = await client.SendAsync(HttpMethod.Put, $"/tables/{Name}", _config.ToJsonString());
        Assert.True(answer.Status is HttpStatusCode.OK, $"{Name}: {answer.Body}");
    }

    private JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
}
