using System.Text.Json.Nodes;
using Segments.Tables;

namespace UnitTests.Web.Rest;

public sealed class TableRoutesTests : IAsyncLifetime
{
    private RestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_schema_and_then_a_table_can_be_posted_read_and_deleted()
    {
        JsonNode schema = await _server.ExpectAsync("POST", "/schemas", RestServer.Schema);
        JsonNode table = await _server.ExpectAsync("POST", "/tables", _server.Config());

        Assert.Equal("""{"unrecognizedProperties":{},"status":"events successfully added"}""", schema.ToJsonString());
        Assert.Equal("""{"unrecognizedProperties":{},"status":"Table events_REALTIME successfully added"}""", table.ToJsonString());
        Assert.Equal("""{"tables":["events"]}""", (await _server.ExpectAsync("GET", "/tables")).ToJsonString());
        Assert.Equal("""{"tables":["events_REALTIME"]}""", (await _server.ExpectAsync("GET", "/tables?type=realtime")).ToJsonString());
        Assert.Equal("""{"tables":[]}""", (await _server.ExpectAsync("GET", "/tables?type=OFFLINE")).ToJsonString());
        Assert.Equal("events_REALTIME", (await _server.ExpectAsync("GET", "/tables/events"))["REALTIME"]!["tableName"]!.GetValue<string>());
        Assert.Equal("TIMESTAMP", (await _server.ExpectAsync("GET", "/tables/events/schema"))["dateTimeFieldSpecs"]![0]!["format"]!.GetValue<string>());

        Assert.Equal("""{"status":"Tables: [events_REALTIME] deleted"}""", (await _server.ExpectAsync("DELETE", "/tables/events")).ToJsonString());
        Assert.Equal("""["events"]""", (await _server.ExpectAsync("GET", "/schemas")).ToJsonString());
        await _server.ExpectAsync("POST", "/tables", _server.Config());
    }

    [Fact]
    public async Task What_AddTable_sends_creates_table_and_schema_and_its_deletion_removes_both()
    {
        await _server.AddEventsAsync();

        Assert.Equal("""["events"]""", (await _server.ExpectAsync("GET", "/tableConfigs")).ToJsonString());
        Assert.Equal("events", (await _server.ExpectAsync("GET", "/tableConfigs/events"))["schema"]!["schemaName"]!.GetValue<string>());
        Assert.Contains("already exists", await _server.RefusedAsync(
            400, "POST", "/tableConfigs", $$"""{"tableName":"events","schema":{{RestServer.Schema}},"realtime":{{_server.Config()}} }"""), StringComparison.Ordinal);
        Assert.Contains("associated with table events_REALTIME", await _server.RefusedAsync(409, "DELETE", "/schemas/events"), StringComparison.Ordinal);

        Assert.Equal("""{"status":"Deleted TableConfigs: events"}""", (await _server.ExpectAsync("DELETE", "/tableConfigs/events")).ToJsonString());
        Assert.Equal("""[]""", (await _server.ExpectAsync("GET", "/schemas")).ToJsonString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task The_content_type_of_a_document_is_not_looked_at(string type)
    {
        (int status, _) = await _server.SendAsync("POST", "/schemas", RestServer.Schema, type);

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task A_schema_may_come_as_a_file_of_a_form()
    {
        const string Boundary = "--b\r\nContent-Disposition: form-data; name=\"schemaName\"; filename=\"s.json\"\r\n\r\n";
        using HttpClient client = new();
        using StringContent form = new($"{Boundary}{RestServer.Schema}\r\n--b--\r\n");
        form.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        using HttpResponseMessage response = await client.PostAsync(new Uri(_server.Address + "schemas"), form, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("""["events"]""", (await _server.ExpectAsync("GET", "/schemas")).ToJsonString());
    }

    [Theory]
    [InlineData("stream.kafka.topic.name", "nowhere", "nowhere")]
    [InlineData("stream.kafka.broker.list", "127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("stream.kafka.decoder.class.name", "com.example.Nothing", "com.example.Nothing")]
    [InlineData("streamType", "pulsar", "pulsar")]
    public async Task A_stream_that_cannot_be_read_leaves_neither_table_nor_schema(string key, string value, string part)
    {
        JsonObject config = JsonNode.Parse(_server.Config())!.AsObject();
        config["tableIndexConfig"]!["streamConfigs"]![key] = value;

        string error = await _server.RefusedAsync(400, "POST", "/tableConfigs", $$"""{"tableName":"events","schema":{{RestServer.Schema}},"realtime":{{config.ToJsonString()}} }""");

        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Equal("[]", (await _server.ExpectAsync("GET", "/schemas")).ToJsonString());
        Assert.Equal("""{"tables":[]}""", (await _server.ExpectAsync("GET", "/tables")).ToJsonString());
    }

    [Fact]
    public async Task A_table_may_get_other_settings_but_no_other_topic_and_no_other_name()
    {
        await _server.AddEventsAsync();
        JsonObject config = JsonNode.Parse(_server.Config())!.AsObject();
        config["tableIndexConfig"]!["invertedIndexColumns"] = new JsonArray("uuid");

        await _server.ExpectAsync("PUT", "/tables/events", config.ToJsonString());

        JsonNode shown = await _server.ExpectAsync("GET", "/tables/events_REALTIME");
        Assert.Equal("""["uuid"]""", shown["REALTIME"]!["tableIndexConfig"]!["invertedIndexColumns"]!.ToJsonString());
        Assert.Contains("Create a new table", await _server.RefusedAsync(400, "PUT", "/tables/events", _server.Config(topic: "other")), StringComparison.Ordinal);
        Assert.Contains("does not match", await _server.RefusedAsync(400, "PUT", "/tables/events", _server.Config("renamed")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_may_grow_but_not_shrink_unless_forced()
    {
        await _server.AddEventsAsync();
        JsonObject grown = JsonNode.Parse(RestServer.Schema)!.AsObject();
        grown["dimensionFieldSpecs"]!.AsArray().Add(new JsonObject { ["name"] = "extra", ["dataType"] = "LONG" });

        await _server.ExpectAsync("PUT", "/schemas/events", grown.ToJsonString());

        Assert.True(_server.Catalog.TryFind("events", out Table? table));
        Assert.True(table.Definition.Schema.TryFind("extra", out _));
        Assert.Contains("column extra is missing", await _server.RefusedAsync(400, "PUT", "/schemas/events", RestServer.Schema), StringComparison.Ordinal);
        await _server.ExpectAsync("PUT", "/schemas/events?force=true", RestServer.Schema);
        Assert.False(table.Definition.Schema.TryFind("extra", out _));
    }

    [Fact]
    public async Task A_schema_that_the_table_cannot_live_with_is_refused_even_if_forced()
    {
        await _server.AddEventsAsync();

        string error = await _server.RefusedAsync(400, "PUT", "/schemas/events?force=true", """{"schemaName":"events","dimensionFieldSpecs":[{"name":"uuid","dataType":"STRING"}]}""");

        Assert.Contains("timeColumn: ts", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_and_resume_are_remembered_and_told()
    {
        await _server.AddEventsAsync();

        JsonNode paused = await _server.ExpectAsync("POST", "/tables/events/pauseConsumption?comment=cleaning");
        Assert.True(paused["pauseFlag"]!.GetValue<bool>());
        Assert.Equal("cleaning", (await _server.ExpectAsync("GET", "/tables/events/pauseStatus"))["comment"]!.GetValue<string>());
        Assert.Contains("not valid", await _server.RefusedAsync(400, "POST", "/tables/events/resumeConsumption?consumeFrom=weird"), StringComparison.Ordinal);
        Assert.True(_server.Catalog.Tables[0].Definition.Pause!.IsPaused);

        JsonNode resumed = await _server.ExpectAsync("POST", "/tables/events/resumeConsumption");
        Assert.False(resumed["pauseFlag"]!.GetValue<bool>());
        Assert.Equal("Table is unpaused.", (await _server.ExpectAsync("GET", "/tables/events/pauseStatus"))["comment"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_table_can_be_disabled_and_enabled()
    {
        await _server.AddEventsAsync();

        await _server.ExpectAsync("PUT", "/tables/events/state?state=disable&type=realtime");
        Assert.Equal("""{"state":"disabled"}""", (await _server.ExpectAsync("GET", "/tables/events/state?type=realtime")).ToJsonString());
        Assert.Contains("is disabled", await _server.RefusedAsync(400, "POST", "/tables/events/pauseConsumption"), StringComparison.Ordinal);
        await _server.ExpectAsync("PUT", "/tables/events/state?state=enable&type=realtime");
        Assert.Equal("""{"state":"enabled"}""", (await _server.ExpectAsync("GET", "/tables/events/state?type=realtime")).ToJsonString());
        Assert.Contains("Unknown state 'bogus'", await _server.RefusedAsync(400, "PUT", "/tables/events/state?state=bogus&type=realtime"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_find_the_broker_of_a_table()
    {
        await _server.AddEventsAsync();

        Assert.Equal(8099, (await _server.ExpectAsync("GET", "/tables/livebrokers"))["events_REALTIME"]![0]!["port"]!.GetValue<int>());
        Assert.Equal("""["Broker_localhost_8099"]""", (await _server.ExpectAsync("GET", "/brokers/tables/events")).ToJsonString());
        Assert.Equal("localhost", (await _server.ExpectAsync("GET", "/v2/brokers/tables?state=ONLINE"))["events"]![0]!["host"]!.GetValue<string>());
        Assert.Equal("Broker_localhost_8099", (await _server.ExpectAsync("GET", "/tables/events/instances"))["brokers"]![0]!["instances"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Segments_and_their_sizes_are_listed_by_name()
    {
        await _server.AddEventsAsync();

        string[] names = [.. (await _server.ExpectAsync("GET", "/segments/events"))[0]!["REALTIME"]!.AsArray().Select(name => name!.GetValue<string>())];
        Assert.Equal(2, names.Length);
        Assert.StartsWith("events__0__0__", names[0], StringComparison.Ordinal);
        JsonNode size = await _server.ExpectAsync("GET", "/tables/events/size");
        Assert.Equal(-1, size["reportedSizeInBytes"]!.GetValue<long>());
        Assert.Equal(2, size["realtimeSegments"]!["missingSegments"]!.GetValue<int>());
        JsonNode info = await _server.ExpectAsync("GET", "/tables/events/consumingSegmentsInfo");
        Assert.Equal("0", info["_segmentToConsumingInfoMap"]![names[0]]![0]!["partitionToOffsetMap"]!["0"]!.GetValue<string>());
        Assert.Equal("IN_PROGRESS", (await _server.ExpectAsync("GET", $"/segments/events/{names[1]}/metadata"))["segment.realtime.status"]!.GetValue<string>());
        Assert.Equal("CONSUMING", (await _server.ExpectAsync("GET", "/tables/events/idealstate"))["REALTIME"]![names[0]]!["Server_localhost_8098"]!.GetValue<string>());
    }
}
