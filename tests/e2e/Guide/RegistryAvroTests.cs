using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>Avro messages whose schemas are in a registry: several writers, a registry that is away, a schema that is nowhere.</summary>
public sealed class RegistryAvroTests(KafkaBroker kafka, SchemaRegistry registry, GuideServer server)
{
    private const string Topic = "avro_registry";
    private const string Note = """{"type":"record","name":"Event","fields":[{"name":"note","type":["null","string"],"default":null},{"name":"ts","type":"long"},{"name":"uuid","type":"string"},{"name":"count","type":"int","default":-7}]}""";
    private const string Wide = """{"type":"record","name":"Event","fields":[{"name":"count","type":"long"},{"name":"uuid","type":["null","string"]},{"name":"ts","type":"long"}]}""";
    private const string Late = """{"type":"record","name":"Event","fields":[{"name":"uuid","type":"string"},{"name":"ts","type":"long"}]}""";

    [Fact]
    public async Task Each_message_is_read_by_its_writer_s_schema_and_none_is_skipped_while_the_registry_is_away()
    {
        string brokers = await kafka.AddressAsync();
        Uri registryAddress = await registry.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 1);
        await using RegistryGate gate = await new RegistryGate(registryAddress, IPAddress.Loopback).OpenAsync();
        RestClient client = await server.StartedAsync();

        // A topic whose messages change their schema, then change it back, and two that nobody can read.
        await GuideRow.ProduceAsync(
            "events",
            $"python datagen.py --count 3 --rate 0 --ts number | python ../produce_avro.py --topic {Topic} --schema ../avro-registry/event.avsc --registry {registryAddress} --bootstrap-server {brokers}");
        int note = await AvroMessages.RegisterAsync(registryAddress, $"{Topic}-value", Note);
        int wide = await AvroMessages.RegisterAsync(registryAddress, $"{Topic}-value", Wide);
        Message<byte[]?, byte[]?> Noted(string uuid) => AvroMessages.Framed(note, AvroMessages.Encode(Note, ("note", "x"), ("ts", 1_700_000_000_001L), ("uuid", uuid), ("count", 1)));
        Message<byte[]?, byte[]?> Widened(string uuid) => AvroMessages.Framed(wide, AvroMessages.Encode(Wide, ("count", 2L), ("uuid", uuid), ("ts", 1_700_000_000_002L)));
        const int Unknown = 987_654;
        await kafka.ProduceAsync(
            Topic,
            [Noted("a"), Widened("b"), Noted("c"), AvroMessages.Framed(Unknown, [2, 4]), new() { Value = [1, 2, 3] }, Widened("d")]);

        await new ExampleTable("avro-registry").With(("stream.kafka.broker.list", brokers), ("stream.kafka.decoder.prop.schema.registry.rest.url", gate.Address)).CreateAsync(client);
        await client.ExpectAsync(7, $"SELECT COUNT(*) FROM {Topic}");
        Assert.Equal(
            ["[\"a\",1,1700000000001]", "[\"b\",2,1700000000002]", "[\"c\",1,1700000000001]", "[\"d\",2,1700000000002]"],
            (await client.RowsAsync($"SELECT uuid, \"count\", CAST(ts AS LONG) FROM {Topic} WHERE uuid < 'e' AND LENGTH(uuid) = 1 ORDER BY uuid")).Select(row => row.GetRawText()));
        await client.ExpectNoLagAsync(Topic);
        JsonElement[] rejects = await client.RowsAsync($"SELECT messageOffset, reason FROM sys.rejects WHERE tableName = '{Topic}' ORDER BY messageOffset");
        Assert.Equal([6, 7], rejects.Select(row => row[0].GetInt32()));
        Assert.Contains($"{Unknown}", rejects[0][1].GetString(), StringComparison.Ordinal);

        // Each schema was asked for once, the unknown one a few times in case the registry is late.
        Assert.Equal(3, gate.Paths.Count(path => !path.EndsWith($"/{Unknown}", StringComparison.Ordinal)));

        // While the registry is away, messages with a new schema wait, and those behind them, whose schemas are known.
        await gate.ShutAsync();
        int late = await AvroMessages.RegisterAsync(registryAddress, $"{Topic}-late", Late);
        await kafka.ProduceAsync(Topic, [Noted("e"), AvroMessages.Framed(late, AvroMessages.Encode(Late, ("uuid", "f"), ("ts", 1_700_000_000_003L))), Noted("g"), Noted("h")]);
        string told = await client.ExpectStateAsync(Topic, "Retrying", "refused");
        Assert.Contains(gate.Address, told, StringComparison.Ordinal);
        Assert.Equal((8, 2), (await client.NumberAsync($"SELECT COUNT(*) FROM {Topic}"), await client.NumberAsync($"SELECT SUM(rejected) FROM sys.partitions WHERE tableName = '{Topic}'")));

        await gate.OpenAsync();
        await client.ExpectAsync(11, $"SELECT COUNT(*) FROM {Topic}");
        await client.ExpectNoLagAsync(Topic);
        Assert.Equal(["e 1", "f 0", "g 1", "h 1"], (await client.RowsAsync($"SELECT uuid, \"count\" FROM {Topic} WHERE uuid BETWEEN 'e' AND 'h' AND LENGTH(uuid) = 1 ORDER BY \"$docId\"")).Select(row => $"{row[0]} {row[1]}"));
        Assert.Equal(2, await client.NumberAsync($"SELECT SUM(rejected) FROM sys.partitions WHERE tableName = '{Topic}'"));
    }
}
