using System.Globalization;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using EndToEndTests.Scenarios;

namespace EndToEndTests.Guide;

/// <summary>Many partitions and many tables in one process: all rows are there, and what it takes is printed. To be run by hand.</summary>
public sealed class ManyPartitionsTrial(KafkaBroker kafka)
{
    private const int MessagesPerPartition = 20_000;

    [Theory(Explicit = true)]
    [InlineData(1, 64)]
    [InlineData(20, 4)]
    [InlineData(20, 16)]
    public async Task Every_partition_is_read_to_its_end(int tables, int partitions)
    {
        string brokers = await kafka.AddressAsync();
        string[] topics = [.. Enumerable.Range(0, tables).Select(table => $"many_{tables}_{partitions}_{table}")];
        foreach (string topic in topics)
        {
            await kafka.CreateTopicAsync(topic, partitions);
            using Confluent.Kafka.IProducer<Confluent.Kafka.Null, string> producer = await kafka.ProducerAsync();
            for (int i = 0; i < MessagesPerPartition; i++)
            {
                for (int partition = 0; partition < partitions; partition++)
                {
                    while (!TryProduce(producer, topic, partition, i))
                    {
                        await Task.Delay(5, TestContext.Current.CancellationToken);
                    }
                }
            }

            producer.Flush(TestContext.Current.CancellationToken);
        }

        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        Report("started", server, 0);
        DateTime started = DateTime.UtcNow;
        foreach (string topic in topics)
        {
            await client.CreateTableAsync(NumberTable.Schema(topic), NumberTable.Config(topic, brokers, 10_000_000));
        }

        Report("tables created", server, (DateTime.UtcNow - started).TotalSeconds);
        foreach (string topic in topics)
        {
            await client.ExpectAsync((long)partitions * MessagesPerPartition, $"SELECT COUNT(*) FROM {topic}", withinSeconds: 300);
        }

        Report("all read", server, (DateTime.UtcNow - started).TotalSeconds);
        const double SumPerPartition = MessagesPerPartition * (MessagesPerPartition - 1.0) / 2;
        foreach (string topic in topics)
        {
            Assert.Equal(partitions, await client.NumberAsync($"SELECT COUNT(DISTINCT part) FROM {topic}"));
            Assert.Equal((long)(SumPerPartition * partitions), await client.NumberAsync($"SELECT SUM(seq) FROM {topic}"));
            await client.ExpectNoLagAsync(topic, partitions);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Report("idle", server, (DateTime.UtcNow - started).TotalSeconds);
        await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Report("idle 10 s more", server, (DateTime.UtcNow - started).TotalSeconds);
    }

    private static bool TryProduce(Confluent.Kafka.IProducer<Confluent.Kafka.Null, string> producer, string topic, int partition, int i)
    {
        try
        {
            producer.Produce(new Confluent.Kafka.TopicPartition(topic, partition), new Confluent.Kafka.Message<Confluent.Kafka.Null, string> { Value = NumberTable.Message(partition, i) });
            return true;
        }
        catch (Confluent.Kafka.ProduceException<Confluent.Kafka.Null, string> exception) when (exception.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private static void Report(string when, ServerProcess server, double seconds)
    {
        string[] wanted = ["Threads", "VmRSS", "VmHWM", "FDSize"];
        IEnumerable<string> status = File.ReadLines($"/proc/{server.ProcessId}/status").Where(line => wanted.Any(name => line.StartsWith(name, StringComparison.Ordinal)));
        string[] times = File.ReadAllText($"/proc/{server.ProcessId}/stat").Split(')')[1].Split(' ');
        double cpu = (double.Parse(times[12], CultureInfo.InvariantCulture) + double.Parse(times[13], CultureInfo.InvariantCulture)) / 100;
        TestContext.Current.TestOutputHelper!.WriteLine($"{when} after {seconds:F1} s, {cpu:F1} CPU s: {string.Join(' ', status.Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))}");
    }
}
