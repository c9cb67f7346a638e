using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>Of every key exactly the latest row counts, whenever one asks and however often the server dies.</summary>
public sealed class UpsertTests(KafkaBroker kafka)
{
    private const string Topic = "one_per_key";
    private const int Keys = 300;
    private const int RowsPerSegment = 1_500;
    private const string Totals = $"SELECT COUNT(*), DISTINCTCOUNT(k), SUM(seq), MAX(seq) FROM {Topic}";

    private readonly Dictionary<int, long> _latest = [];
    private long _written;

    [Fact]
    public async Task Keys_are_neither_lost_nor_doubled_when_the_server_is_killed()
    {
        const int Kills = 3;
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 1);
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(Schema, Config(address));

        using CancellationTokenSource producing = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task producer = ProduceAsync(producing.Token);
        int answers = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            answers += await AskAsync(client, TimeSpan.FromMilliseconds(1_200));
            await server.KillAsync();
            await server.StartAsync(TestContext.Current.CancellationToken);
        }

        answers += await AskAsync(client, TimeSpan.FromSeconds(1));
        await producing.CancelAsync();
        await producer;

        await client.ExpectAsync(_written - 1, $"SELECT MAX(seq) FROM {Topic}", withinSeconds: 60);
        JsonElement[] rows = await client.RowsAsync($"SELECT k, seq FROM {Topic} ORDER BY k LIMIT {Keys * 2}");
        Assert.Equal(
            _latest.OrderBy(pair => pair.Key).Select(pair => ((long)pair.Key, pair.Value)),
            rows.Select(row => (row[0].GetInt64(), row[1].GetInt64())));
        Assert.True(answers > Kills, $"only {answers} answers between {Kills} kills");
        Assert.True(Directory.EnumerateFiles(server.DataFolder, "*.seg", SearchOption.AllDirectories).Count() > Kills);
    }

    private static string Schema =>
        $$"""
        {"schemaName":"{{Topic}}","dimensionFieldSpecs":[{"name":"k","dataType":"INT"}],"metricFieldSpecs":[{"name":"seq","dataType":"LONG"}],
         "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}],
         "primaryKeyColumns":["k"]}
        """;

    private static string Config(string broker) => NumberTable.Config(Topic, broker, RowsPerSegment).Replace(
        "\"metadata\":",
        "\"upsertConfig\":{\"mode\":\"FULL\"},\"routing\":{\"instanceSelectorType\":\"strictReplicaGroup\"},\"metadata\":",
        StringComparison.Ordinal);

    private static async Task<int> AskAsync(RestClient client, TimeSpan duration)
    {
        int answers = 0;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(duration);
        while (!deadline.IsCancellationRequested)
        {
            JsonElement row = (await client.RowsAsync(Totals)).Single();
            Assert.Equal(row[0].GetInt64(), row[1].GetInt64());
            Assert.True(row[0].GetInt64() <= Keys);
            answers++;
        }

        return answers;
    }

    private async Task ProduceAsync(CancellationToken cancellation)
    {
        Random random = new(Seed: 11);
        using IProducer<Null, string> producer = await kafka.ProducerAsync();
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await tick.WaitForNextTickAsync(cancellation))
            {
                for (int i = 0; i < 40; i++)
                {
                    int key = random.Next(Keys);
                    string value = string.Create(CultureInfo.InvariantCulture, $$"""{"k":{{key}},"seq":{{_written}},"ts":{{1_700_000_000_000 + _written}}}""");
                    producer.Produce(new TopicPartition(Topic, 0), new Message<Null, string> { Value = value });
                    _latest[key] = _written++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            producer.Flush(CancellationToken.None);
        }
    }
}
