using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>One table filled from two topics of a real Kafka that are written in different formats.</summary>
public sealed class SeveralTopicsTests(KafkaBroker kafka)
{
    private const string Table = "sales";
    private const string Orders = "sales_orders";
    private const string Refunds = "sales_refunds";
    private const string Late = "sales_late";

    [Fact]
    public async Task Topics_come_together_and_nothing_is_lost_or_doubled_when_the_server_is_killed()
    {
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Orders, 3);
        await kafka.CreateTopicAsync(Refunds, 1);
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await kafka.ProduceAsync(Orders, 0, Numbers(0, 2_500).Select(seq => NumberTable.Message(0, seq)));
        await kafka.ProduceAsync(Orders, 1, Numbers(0, 10).Select(seq => NumberTable.Message(1, seq)));
        await kafka.ProduceAsync(Orders, 2, Numbers(0, 10).Select(seq => NumberTable.Message(2, seq)));
        await kafka.ProduceAsync(Refunds, 0, Numbers(0, 1_500).Select(Line));

        // Partition 1 of the first topic is left out.
        await client.CreateTableAsync(NumberTable.Schema(Table), Config(Json(address, Orders, "0,2"), Csv(address)));
        await client.ExpectAsync(4_010, $"SELECT COUNT(*) FROM {Table}");
        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);
        await kafka.ProduceAsync(Refunds, 0, Numbers(1_500, 1_600).Select(Line));
        await client.ExpectAsync(4_110, $"SELECT COUNT(*) FROM {Table}");

        // A third topic, and the partition that was left out, for the table as it lives; both from their first message.
        await kafka.CreateTopicAsync(Late, 1);
        await kafka.ProduceAsync(Late, 0, Numbers(0, 5).Select(seq => NumberTable.Message(7, seq)));
        RestAnswer put = await client.SendAsync(HttpMethod.Put, $"/tables/{Table}", Config(Json(address, Orders, "0-2"), Csv(address), Json(address, Late, "")));
        Assert.True(put.Status == System.Net.HttpStatusCode.OK, put.Body);
        await client.ExpectAsync(4_125, $"SELECT COUNT(*) FROM {Table}");

        JsonElement[] sums = await client.RowsAsync($"SELECT part, COUNT(*), DISTINCTCOUNT(seq) FROM {Table} GROUP BY part ORDER BY part LIMIT 10");
        Assert.Equal(["[0,2500,2500]", "[1,10,10]", "[2,10,10]", "[7,5,5]", "[9,1600,1600]"], sums.Select(row => row.ToString()));

        // Figures are sampled a moment after the rows are there.
        await client.ExpectAsync(5, $"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{Table}' AND nextOffset IN (5, 10, 1600, 2500)");
        JsonElement[] partitions = await client.RowsAsync($"SELECT partitionId, topic, topicPartition, nextOffset FROM sys.partitions WHERE tableName = '{Table}' ORDER BY partitionId");
        Assert.Equal(
            [$"[0,\"{Orders}\",0,2500]", $"[1,\"{Orders}\",1,10]", $"[2,\"{Orders}\",2,10]", $"[10000,\"{Refunds}\",0,1600]", $"[20000,\"{Late}\",0,5]"],
            partitions.Select(row => row.ToString()));
    }

    private static IEnumerable<long> Numbers(long from, long to) => Enumerable.Range((int)from, (int)(to - from)).Select(number => (long)number);

    private static string Line(long sequence) => $"{1_700_000_000_000 + sequence}|9|{sequence}|refund";

    private static JsonObject Json(string address, string topic, string partitions)
    {
        JsonObject stream = JsonNode.Parse(NumberTable.Config(topic, address, rowsPerSegment: 4_000))!["tableIndexConfig"]!["streamConfigs"]!.DeepClone().AsObject();
        stream["stream.kafka.partition.ids"] = partitions;
        return stream;
    }

    private static JsonObject Csv(string address)
    {
        JsonObject stream = Json(address, Refunds, "");
        stream["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.inputformat.csv.CSVMessageDecoder";
        stream["stream.kafka.decoder.prop.header"] = "ts|part|seq|note";
        stream["stream.kafka.decoder.prop.delimiter"] = "|";
        return stream;
    }

    private static string Config(params JsonObject[] streams)
    {
        JsonObject config = JsonNode.Parse(NumberTable.Config(Table, "", 1))!.AsObject();
        config["tableIndexConfig"]!.AsObject().Remove("streamConfigs");
        config["ingestionConfig"] = new JsonObject { ["streamIngestionConfig"] = new JsonObject { ["streamConfigMaps"] = new JsonArray([.. streams]) } };
        return config.ToJsonString();
    }
}
