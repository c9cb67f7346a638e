using System.Text.Json.Nodes;

namespace UnitTests.Web.Rest;

/// <summary>The routes over a table that reads several topics.</summary>
public sealed class TopicRoutesTests : IAsyncLifetime
{
    private RestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RestServer.StartAsync();
        _server.Kafka.CreateTopic("refunds", 1);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_topic_may_be_added_behind_the_others_and_none_may_go_or_move()
    {
        await _server.ExpectAsync("POST", "/schemas", RestServer.Schema);
        await _server.ExpectAsync("POST", "/tables", Config("events"));

        Assert.Contains("Topic does not exist: nowhere", await _server.RefusedAsync(400, "PUT", "/tables/events", Config("events", "nowhere")), StringComparison.Ordinal);
        Assert.Contains("was 'events' and would be 'refunds'", await _server.RefusedAsync(400, "PUT", "/tables/events", Config("refunds", "events")), StringComparison.Ordinal);
        await _server.ExpectAsync("PUT", "/tables/events", Config("events", "refunds"));
        await UntilAsync(async () => (await Segments()).Count == 3);

        Assert.Equal(["0 events", "1 events", "10000 refunds"], (await Segments()).Select(pair => $"{pair.Key.Split("__")[1]} {pair.Value![0]!["topic"]}"));
        Assert.Contains("no longer lists topic 'refunds'", await _server.RefusedAsync(400, "PUT", "/tables/events", Config("events")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_are_paused_and_resumed_by_their_places()
    {
        await _server.ExpectAsync("POST", "/schemas", RestServer.Schema);
        await _server.ExpectAsync("POST", "/tables", Config("events", "refunds"));

        JsonNode paused = await _server.ExpectAsync("POST", "/tables/events/pauseTopicConsumption?topicIndices=1");
        Assert.Equal(("[1]", """["refunds"]""", "false"), (paused["indexOfInactiveTopics"]!.ToJsonString(), paused["inactiveTopics"]!.ToJsonString(), paused["pauseFlag"]!.ToJsonString()));
        Assert.Equal([1], _server.Catalog.Tables.Single().Definition.InactiveTopics);
        await UntilAsync(async () => (await _server.ExpectAsync("GET", "/tables/events/consumingSegmentsInfo"))["_segmentToConsumingInfoMap"]!.AsObject()
            .Any(pair => pair.Value![0]!["topic"]!.GetValue<string>() == "refunds" && pair.Value[0]!["consumerState"]!.GetValue<string>() == "NOT_CONSUMING"));

        JsonNode resumed = await _server.ExpectAsync("POST", "/tables/events/resumeTopicConsumption?topicIndices=1");
        Assert.Null(resumed["indexOfInactiveTopics"]);
        await _server.RefusedAsync(400, "POST", "/tables/events/pauseTopicConsumption?topicIndices=2");
        await _server.RefusedAsync(400, "POST", "/tables/events/pauseTopicConsumption");
    }

    [Theory]
    [InlineData(""","upsertConfig":{"mode":"FULL"},"routing":{"instanceSelectorType":"strictReplicaGroup"}""", "", "Multiple streams are not supported for upsert tables")]
    [InlineData("", ""","pauselessConsumptionEnabled":true""", "Multiple streams are not supported for pauseless tables")]
    public async Task What_needs_one_topic_is_refused(string table, string streams, string reason)
    {
        string schema = RestServer.Schema.TrimEnd()[..^1] + ""","primaryKeyColumns":["uuid"]}""";
        await _server.ExpectAsync("POST", "/schemas", schema);
        JsonObject config = JsonNode.Parse(Config("events", "refunds").TrimEnd()[..^1] + table + "}")!.AsObject();
        string text = config.ToJsonString().Replace("\"streamIngestionConfig\":{", "\"streamIngestionConfig\":{" + streams.TrimStart(',') + (streams.Length > 0 ? "," : ""), StringComparison.Ordinal);

        Assert.Contains(reason, await _server.RefusedAsync(400, "POST", "/tables", text), StringComparison.Ordinal);
    }

    private async Task<JsonObject> Segments() => (await _server.ExpectAsync("GET", "/tables/events/consumingSegmentsInfo"))["_segmentToConsumingInfoMap"]!.AsObject();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            await Task.Delay(20, timeout.Token);
        }
    }

    private string Config(params string[] topics)
    {
        JsonObject config = JsonNode.Parse(_server.Config())!.AsObject();
        JsonObject index = config["tableIndexConfig"]!.AsObject();
        JsonArray maps = [];
        foreach (string topic in topics)
        {
            JsonObject map = index["streamConfigs"]!.DeepClone().AsObject();
            map["stream.kafka.topic.name"] = topic;
            maps.Add((JsonNode)map);
        }

        index.Remove("streamConfigs");
        config["ingestionConfig"] = new JsonObject { ["streamIngestionConfig"] = new JsonObject { ["streamConfigMaps"] = maps } };
        return config.ToJsonString();
    }
}
