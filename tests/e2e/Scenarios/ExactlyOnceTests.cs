using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>Every message becomes one row, however often and whenever the server dies.</summary>
public sealed class ExactlyOnceTests(KafkaBroker kafka)
{
    private const string Topic = "exactly_once";
    private const int Partitions = 2;
    private const int RowsPerSegment = 1_000;
    private const int MessagesPerSecond = 4_000; // in each partition: a segment fills in a quarter of a second, so kills meet seals

    private const string PerPartition =
        $"SELECT part, COUNT(*), SUM(seq), MAX(seq), DISTINCTCOUNT(seq) FROM {Topic} GROUP BY part ORDER BY part LIMIT 10";

    private readonly long[] _written = new long[Partitions];

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_server_is_killed_at_random_moments()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("MILLRACE_KILLS") ?? "5", CultureInfo.InvariantCulture);
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Topic, Partitions);
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(Topic), NumberTable.Config(Topic, address, RowsPerSegment));

        using CancellationTokenSource producing = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task producer = ProduceAsync(producing.Token);
        int answers = 0;
        Random random = new(Seed: 20_261_125);
        for (int kill = 0; kill < kills; kill++)
        {
            // A server that is up gives at least one answer before it is killed: else nothing is shown.
            answers += await AskUntilAsync(client, TimeSpan.FromMilliseconds(random.Next(300, 2_500)), atLeast: kill % 2 == 0 ? 0 : 1);
            await server.KillAsync();
            server.Launch();
            if (kill % 2 == 0)
            {
                await server.WaitUntilReadyAsync(); // every other kill may come while the server is starting
            }
        }

        await server.WaitUntilReadyAsync();
        answers += await AskUntilAsync(client, TimeSpan.FromSeconds(2), atLeast: 1);
        await producing.CancelAsync();
        await producer;

        await client.ExpectAsync(_written.Sum(), $"SELECT COUNT(*) FROM {Topic}", withinSeconds: 60);
        JsonElement[] rows = await client.RowsAsync(PerPartition);
        Assert.Equal(Partitions, rows.Length);
        Assert.All(rows, AssertPrefix);
        Assert.Equal(_written, rows.Select(row => row[1].GetInt64()));

        // Else the test has shown nothing.
        int files = Directory.EnumerateFiles(server.DataFolder, "*.seg", SearchOption.AllDirectories).Count();
        Assert.True(files > kills, $"only {files} sealed segments");
        TestContext.Current.TestOutputHelper!.WriteLine($"{_written.Sum()} messages, {files} segments, {kills} kills, {answers} answers between them");
    }

    // Between kills each answer is, per partition, the log up to some point: no gap, no double.
    private static async Task<int> AskUntilAsync(RestClient client, TimeSpan duration, int atLeast)
    {
        int answers = 0;
        long started = Stopwatch.GetTimestamp();
        while (answers < atLeast || Stopwatch.GetElapsedTime(started) < duration)
        {
            try
            {
                Assert.All(await client.RowsAsync(PerPartition), AssertPrefix);
                answers++;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken); // not up yet
            }
        }

        return answers;
    }

    private static void AssertPrefix(JsonElement row)
    {
        long count = row[1].GetInt64();
        Assert.Equal((count * (count - 1) / 2.0, count - 1.0, count), (row[2].GetDouble(), row[3].GetDouble(), row[4].GetInt64()));
    }

    private bool TryProduce(IProducer<Null, string> producer, int partition)
    {
        try
        {
            producer.Produce(new TopicPartition(Topic, partition), new Message<Null, string> { Value = NumberTable.Message(partition, _written[partition]) });
            return true;
        }
        catch (ProduceException<Null, string> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private async Task ProduceAsync(CancellationToken cancellation)
    {
        using IProducer<Null, string> producer = await kafka.ProducerAsync();
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await tick.WaitForNextTickAsync(cancellation))
            {
                for (int partition = 0; partition < Partitions; partition++)
                {
                    for (int i = 0; i < MessagesPerSecond / 100; i++)
                    {
                        while (!TryProduce(producer, partition))
                        {
                            await Task.Delay(10, cancellation); // the broker is busy
                        }

                        _written[partition]++;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            producer.Flush(CancellationToken.None);
        }
    }
}
