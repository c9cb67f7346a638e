using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using EndToEndTests.Golden;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>Columns of the Kafka record beside its value, against what Kafka itself says of the same messages.</summary>
public sealed class RecordMetadataTests(KafkaBroker kafka, GuideServer server)
{
    private const int Partitions = 2;
    private const int Messages = 300;
    private const string Switch = "stream.kafka.metadata.populate";

    [Fact]
    public async Task Key_headers_and_metadata_are_columns_for_transforms_filters_and_indexes()
    {
        string brokers = await kafka.AddressAsync();
        await kafka.CreateTopicAsync("page_views", Partitions);
        (await Command.ShellAsync(
            $"python3 datagen.py --headers --seed 7 --rate 0 --count {Messages} | '{KafkaBroker.Script}' console-producer --bootstrap-server {brokers} --topic page_views --property parse.key=true --property parse.headers=true",
            Repository.PathOf("examples", "events"),
            TestContext.Current.CancellationToken)).Succeeded();
        RestClient client = await server.StartedAsync();

        ExampleTable views = new ExampleTable("record-metadata").With(("stream.kafka.broker.list", brokers));
        ExampleTable bare = new ExampleTable("record-metadata", "page_views_bare").With(("stream.kafka.broker.list", brokers)).Without(Switch).Adding(("metadata.populate", "true"));
        ExampleTable off = new ExampleTable("record-metadata", "page_views_off").With(("stream.kafka.broker.list", brokers), (Switch, "false"));
        foreach (ExampleTable table in new[] { views, bare, off })
        {
            await table.CreateAsync(client);
        }

        // The filter of the example leaves out what came from a test, a third.
        List<ConsumeResult<string, string>> records = Read(brokers);
        Assert.Equal(Messages, records.Count);
        string[] expected = [.. records.Where(record => Header(record, "source") is not "test").Select(Row).Order(StringComparer.Ordinal)];
        Assert.Equal(Messages * 2 / 3, expected.Length);
        foreach (ExampleTable table in new[] { views, bare })
        {
            await client.ExpectAsync(expected.Length, $"SELECT COUNT(*) FROM {table.Name}");
            Assert.Equal(expected, await RowsAsync(table.Name));
        }

        // Switched off there is nothing but the key, so the filter has nothing to go by.
        await client.ExpectAsync(Messages, $"SELECT COUNT(*) FROM {off.Name} WHERE \"__header$source\" = 'null' AND __key <> 'null' AND \"__metadata$offset\" < 0");

        ConsumeResult<string, string> one = records.First(record => Header(record, "source") is "app");
        string[] filters =
        [
            $"\"__header$trace\" = '{Header(one, "trace")}'",
            $"\"__metadata$offset\" = {one.Offset.Value} AND \"__metadata$partition\" = {one.Partition.Value}",
            $"\"__header$source\" = 'app' AND __key = '{one.Message.Key}' AND \"__metadata$offset\" BETWEEN {one.Offset.Value} AND {one.Offset.Value} AND \"__metadata$partition\" = {one.Partition.Value}",
        ];
        for (int sealing = 0; sealing < 2; sealing++)
        {
            foreach (string filter in filters)
            {
                JsonElement row = Assert.Single(await client.RowsAsync($"SELECT visitor FROM {views.Name} WHERE {filter}"));
                Assert.Equal($"app/{one.Message.Key}", row[0].GetString());
            }

            Assert.Null(await ForceCommit.RunAsync(client, views.Name)); // the indexes of files are others than those of memory
        }

        Assert.Equal(expected, await RowsAsync(views.Name));

        async Task<string[]> RowsAsync(string table)
        {
            JsonElement[] rows = await client.RowsAsync(
                $"SELECT \"__metadata$partition\", \"__metadata$offset\", __key, \"__header$source\", \"__header$trace\", visitor, CAST(\"__metadata$recordTimestamp\" AS LONG) FROM {table} LIMIT {Messages}");
            return [.. rows.Select(row => string.Join(' ', row.EnumerateArray().Select(value => value.ToString()))).Order(StringComparer.Ordinal)];
        }
    }

    private static string Row(ConsumeResult<string, string> record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Partition.Value} {record.Offset.Value} {record.Message.Key} {Header(record, "source")} {Header(record, "trace")} {Header(record, "source")}/{record.Message.Key} {record.Message.Timestamp.UnixTimestampMs}");

    private static string Header(ConsumeResult<string, string> record, string name) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));

    private static List<ConsumeResult<string, string>> Read(string brokers)
    {
        using IConsumer<string, string> consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = brokers, GroupId = "views", EnablePartitionEof = true }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset("page_views", partition, Offset.Beginning)));
        List<ConsumeResult<string, string>> records = [];
        for (int ends = 0; ends < Partitions;)
        {
            ConsumeResult<string, string> result = consumer.Consume(TimeSpan.FromSeconds(20));
            Assert.NotNull(result);
            if (result.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                records.Add(result);
            }
        }

        return records;
    }
}
