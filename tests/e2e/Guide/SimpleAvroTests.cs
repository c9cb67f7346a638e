using System.Net;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>Bare Avro records, their schema in the config, in a file, or at an address.</summary>
public sealed class SimpleAvroTests(KafkaBroker kafka, SchemaRegistry registry, GuideServer server)
{
    private const int Messages = 20;
    private const string Topic = "avro_simple";
    private const string Key = "stream.kafka.decoder.prop.schema";

    [Fact]
    public async Task Bare_records_are_read_wherever_their_schema_is()
    {
        string brokers = await kafka.AddressAsync();
        Uri registryAddress = await registry.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 1);
        RestClient client = await server.StartedAsync();
        await GuideRow.ProduceAsync(
            "events",
            $"python datagen.py --count {Messages} --rate 0 --ts number | python ../produce_avro.py --topic {Topic} --schema ../avro-simple/event.avsc --bootstrap-server {brokers}");
        string file = Repository.PathOf("examples", "avro-simple", "event.avsc");
        string schema = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await AvroMessages.RegisterAsync(registryAddress, $"{Topic}-value", schema.Replace("\"Event\"", "\"Simple\"", StringComparison.Ordinal)); // another name, the same bytes

        ExampleTable[] tables =
        [
            Table("avro_simple"),
            Table("avro_simple_file").With((Key, file)),
            Table("avro_simple_file_uri").With((Key, new Uri(file).ToString())),
            Table("avro_simple_http").With((Key, $"{registryAddress}/subjects/{Topic}-value/versions/1/schema")),
        ];
        foreach (ExampleTable table in tables)
        {
            await table.CreateAsync(client);
            await client.ExpectAsync(Messages, $"SELECT COUNT(*) FROM {table.Name}");
            Assert.Equal(Messages, await client.NumberAsync($"SELECT COUNT(*) FROM {table.Name} WHERE LENGTH(uuid) = 32 AND \"count\" < 1000 AND ts > '2020-01-01 00:00:00'"));
        }

        RestAnswer missing = await Table("avro_simple_missing").Without(Key).PostAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, missing.Status);
        Assert.Contains("The Avro schema must be provided", missing.Body, StringComparison.Ordinal);
        Assert.Contains(Key, missing.Body, StringComparison.Ordinal);

        RestAnswer nowhere = await Table("avro_simple_nowhere").With((Key, "/nowhere/event.avsc")).PostAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.Status);
        Assert.Contains("/nowhere/event.avsc", nowhere.Body, StringComparison.Ordinal);

        ExampleTable Table(string name) => new ExampleTable("avro-simple", name).With(("stream.kafka.broker.list", brokers));
    }
}
