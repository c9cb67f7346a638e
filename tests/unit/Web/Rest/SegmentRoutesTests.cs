using System.Text.Json.Nodes;

namespace UnitTests.Web.Rest;

public sealed class SegmentRoutesTests
{
    [Fact]
    public async Task A_sealed_segment_is_deleted_for_good_and_a_consuming_one_comes_again()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();
        string consuming = (await Names(server))[0];

        Assert.Contains("Failed to find segment: nosuch", await server.RefusedAsync(404, "DELETE", "/segments/events/nosuch"), StringComparison.Ordinal);
        Assert.Equal("Segment deleted", (await server.ExpectAsync("DELETE", $"/segments/events/{consuming}"))["status"]!.GetValue<string>());
        Assert.Contains("Table type must not be null", await server.RefusedAsync(400, "DELETE", "/segments/events"), StringComparison.Ordinal);
        Assert.Equal(
            "All segments of table events_REALTIME deleted", (await server.ExpectAsync("DELETE", "/segments/events?type=REALTIME"))["status"]!.GetValue<string>());
        Assert.Equal(2, (await Names(server)).Length);
    }

    [Fact]
    public async Task A_reload_is_a_job_that_can_be_asked_for()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();

        JsonNode answer = await server.ExpectAsync("POST", "/segments/events_REALTIME/reload");
        JsonNode inner = JsonNode.Parse(answer["status"]!.GetValue<string>())!["events_REALTIME"]!;
        JsonNode status = await server.ExpectAsync("GET", $"/segments/segmentReloadStatus/{inner["reloadJobId"]}");
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while (status["status"]!.GetValue<string>() is "IN_PROGRESS")
        {
            await Task.Delay(20, deadline.Token);
            status = await server.ExpectAsync("GET", $"/segments/segmentReloadStatus/{inner["reloadJobId"]}");
        }

        Assert.Equal(("COMPLETED", 2, 2), (status["status"]!.GetValue<string>(), status["totalSegmentCount"]!.GetValue<int>(), status["successCount"]!.GetValue<int>()));
        Assert.Contains("sent 1 reload messages", (await server.ExpectAsync("POST", $"/segments/events/{(await Names(server))[0]}/reload"))["status"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.RefusedAsync(404, "GET", "/segments/segmentReloadStatus/nosuch");
        await server.RefusedAsync(404, "POST", "/segments/events/nosuch/reload");
    }

    [Fact]
    public async Task A_new_column_needs_no_reload_where_nothing_was_read()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();
        Assert.False((await server.ExpectAsync("GET", "/segments/events/needReload"))["needReload"]!.GetValue<bool>());

        await server.ExpectAsync("PUT", "/schemas/events", RestServer.Schema.Replace("\"uuid\",\"dataType\":\"STRING\"}", "\"uuid\",\"dataType\":\"STRING\"},{\"name\":\"more\",\"dataType\":\"LONG\"}", StringComparison.Ordinal));

        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while ((await server.ExpectAsync("GET", "/segments/events/needReload"))["needReload"]!.GetValue<bool>())
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    [Fact]
    public async Task Periodic_tasks_run_on_request()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();

        Assert.True((await server.ExpectAsync("GET", "/periodictask/run?taskname=RealtimeSegmentValidationManager&tableName=events&type=REALTIME"))["isSuccessful"]!.GetValue<bool>());
        Assert.True((await server.ExpectAsync("POST", "/periodictask/run?taskname=RetentionManager"))["isSuccessful"]!.GetValue<bool>());
        Assert.Contains("'Nap' not found", await server.RefusedAsync(404, "GET", "/periodictask/run?taskname=Nap"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_needs_the_full_name()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();

        Assert.Equal("Successfully reset segments of table: events_REALTIME", (await server.ExpectAsync("POST", "/segments/events_REALTIME/reset"))["status"]!.GetValue<string>());
        Assert.Contains("Must provide table name with type", await server.RefusedAsync(404, "POST", "/segments/events/reset"), StringComparison.Ordinal);
        await server.RefusedAsync(404, "POST", "/segments/events_REALTIME/nosuch/reset");
    }

    private static async Task<string[]> Names(RestServer server) =>
        [.. (await server.ExpectAsync("GET", "/segments/events"))[0]!["REALTIME"]!.AsArray().Select(name => name!.GetValue<string>())];
}
