using System.Net;
using Confluent.Kafka;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using ProtoBuf;

namespace EndToEndTests.Guide;

/// <summary>Protobuf messages, their type in a descriptor file or in a registry, written by another library.</summary>
public sealed class ProtobufTests(KafkaBroker kafka, SchemaRegistry registry, GuideServer server)
{
    private const int Messages = 20;
    private const string Key = "stream.kafka.decoder.prop.descriptorFile";

    [Fact]
    public async Task Bare_messages_are_read_by_a_descriptor_file()
    {
        string brokers = await kafka.AddressAsync();
        RestClient client = await server.StartedAsync();
        await kafka.CreateTopicAsync("protobuf", 1);
        await kafka.ProduceAsync("protobuf", [.. Enumerable.Range(0, Messages).Select(number => new Message<byte[]?, byte[]?> { Value = Encode(number) }), new() { Value = [0x0a, 9, 1] }]);

        await Table("protobuf").With((Key, Repository.PathOf("examples", "protobuf", "event.desc"))).CreateAsync(client);

        await ExpectRowsAsync(client, "protobuf");
        Assert.Contains("field 'uuid': 9 bytes are announced and 1 are left", (await client.RowsAsync("SELECT reason FROM sys.rejects WHERE tableName = 'protobuf'"))[0][0].GetString(), StringComparison.Ordinal);
        RestAnswer nowhere = await Table("protobuf_nowhere").With((Key, "/nowhere/event.desc")).PostAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.Status);
        Assert.Contains("/nowhere/event.desc", nowhere.Body, StringComparison.Ordinal);

        ExampleTable Table(string name) => new ExampleTable("protobuf", name).With(("stream.kafka.broker.list", brokers));
    }

    [Fact]
    public async Task Framed_messages_are_read_by_the_schemas_of_a_registry()
    {
        const string Topic = "protobuf_registry";
        string brokers = await kafka.AddressAsync();
        Uri address = await registry.AddressAsync();
        RestClient client = await server.StartedAsync();
        string schema = await File.ReadAllTextAsync(Repository.PathOf("examples", "protobuf-registry", "event.proto"), TestContext.Current.CancellationToken);
        int first = await AvroMessages.RegisterAsync(address, $"{Topic}-value", schema, "PROTOBUF");
        int second = await AvroMessages.RegisterAsync(address, $"{Topic}-other", schema.Replace("message Event", "message Other {}\nmessage Event", StringComparison.Ordinal), "PROTOBUF");
        await kafka.CreateTopicAsync(Topic, 1);

        // The place of the type is one zero where it is the first, else how many numbers follow, and those.
        await kafka.ProduceAsync(
            Topic,
            [.. Enumerable.Range(0, Messages).Select(number => number % 2 == 0 ? AvroMessages.Framed(first, [0, .. Encode(number)]) : AvroMessages.Framed(second, [2, 2, .. Encode(number)])), AvroMessages.Framed(987_654, [0])]);
        await new ExampleTable("protobuf-registry").With(("stream.kafka.broker.list", brokers), ("stream.kafka.decoder.prop.schema.registry.rest.url", address.ToString())).CreateAsync(client);

        await ExpectRowsAsync(client, Topic);
        Assert.Contains("does not know the schema with id 987654", (await client.RowsAsync($"SELECT reason FROM sys.rejects WHERE tableName = '{Topic}'"))[0][0].GetString(), StringComparison.Ordinal);
    }

    private static async Task ExpectRowsAsync(RestClient client, string table)
    {
        await client.ExpectAsync(Messages, $"SELECT COUNT(*) FROM {table}");
        await client.ExpectNoLagAsync(table);
        Assert.Equal(
            ["[\"e0\",0,1700000000000]", "[\"e1\",1,1700000000001]"],
            (await client.RowsAsync($"SELECT uuid, \"count\", CAST(ts AS LONG) FROM {table} ORDER BY \"count\" LIMIT 2")).Select(row => row.GetRawText()));
        Assert.Equal(1, await client.NumberAsync($"SELECT SUM(rejected) FROM sys.partitions WHERE tableName = '{table}'"));
    }

    private static byte[] Encode(int number)
    {
        using MemoryStream stream = new();
        Serializer.Serialize(stream, new Event { Uuid = $"e{number}", Count = number, Ts = 1_700_000_000_000 + number });
        return stream.ToArray();
    }

    /// <summary>The message of examples/protobuf/event.proto.</summary>
    [ProtoContract]
    public sealed class Event
    {
        [ProtoMember(1)]
        public string Uuid { get; set; } = "";

        [ProtoMember(2)]
        public int Count { get; set; }

        [ProtoMember(3)]
        public long Ts { get; set; }
    }
}
