using System.Text.Json;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>One table over two topics, each with a decoder of its own.</summary>
public sealed class SeveralTopicsTests(KafkaBroker kafka, GuideServer server)
{
    private const string ByPartition = "SELECT partitionId, topic, nextOffset FROM sys.partitions WHERE tableName = 'all_events' AND lag = 0 ORDER BY partitionId";

    [Fact]
    public async Task A_table_over_a_JSON_and_an_Avro_topic_has_the_rows_of_both_and_one_may_pause()
    {
        string brokers = await kafka.AddressAsync();
        await kafka.CreateTopicAsync("web_events", 2);
        await kafka.CreateTopicAsync("app_events", 1);
        await kafka.ProduceAsync("web_events", 0, Json("web", 3));
        await kafka.ProduceAsync("web_events", 1, Json("web", 4));
        await ProduceAvroAsync(5);
        RestClient client = await server.StartedAsync();
        string folder = Repository.PathOf("examples", "several-topics");
        string config = await File.ReadAllTextAsync(Path.Combine(folder, "table-config.json"), TestContext.Current.CancellationToken);
        await client.CreateTableAsync(
            await File.ReadAllTextAsync(Path.Combine(folder, "schema.json"), TestContext.Current.CancellationToken),
            config.Replace("localhost:9092", brokers, StringComparison.Ordinal));

        await client.ExpectAsync(12, "SELECT COUNT(*) FROM all_events");
        await client.ExpectAsync(7, "SELECT COUNT(*) FROM all_events WHERE uuid LIKE 'web%'");
        await client.ExpectNoLagAsync("all_events", partitions: 3);
        Assert.Equal(
            ["[0,\"web_events\",3]", "[1,\"web_events\",4]", "[10000,\"app_events\",5]"],
            (await client.RowsAsync(ByPartition)).Select(row => row.GetRawText()));

        // The second topic rests, the first goes on; then the second catches up.
        await client.SendAsync(HttpMethod.Post, "/tables/all_events/pauseTopicConsumption?topicIndices=1");
        await client.ExpectAsync(1, "SELECT COUNT(*) FROM sys.partitions WHERE tableName = 'all_events' AND partitionId = 10000 AND state = 'Paused'");
        await ProduceAvroAsync(6);
        await kafka.ProduceAsync("web_events", 0, Json("web", 2));
        await client.ExpectAsync(14, "SELECT COUNT(*) FROM all_events");
        await client.SendAsync(HttpMethod.Post, "/tables/all_events/resumeTopicConsumption?topicIndices=1");
        await client.ExpectAsync(20, "SELECT COUNT(*) FROM all_events");
        JsonElement segments = (await client.GetAsync("/segments/all_events")).Json;
        Assert.Contains("all_events__10000__1__", segments.ToString(), StringComparison.Ordinal);

        Task ProduceAvroAsync(int count) => GuideRow.ProduceAsync(
            "events",
            $"python datagen.py --count {count} --rate 0 --ts number | python ../produce_avro.py --topic app_events --schema ../avro-simple/event.avsc --bootstrap-server {brokers}");
    }

    private static IEnumerable<string> Json(string name, int count) => Enumerable.Range(0, count).Select(i => $$"""{"ts":{{1_700_000_000_000 + i}},"uuid":"{{name}} {{i}}","count":1}""");
}
