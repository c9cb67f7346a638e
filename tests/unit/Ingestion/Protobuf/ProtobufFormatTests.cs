using Google.Protobuf.Reflection;
using Ingestion.Decoding;
using Ingestion.Protobuf;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using ProtoBuf;
using UnitTests.Ingestion.Registry;
using UnitTests.Ingestion.Transforms;
using Record = Ingestion.Records.Record;

namespace UnitTests.Ingestion.Protobuf;

public sealed class ProtobufFormatTests : IDisposable
{
    private const string Schema = """
        syntax = "proto3";
        package p;
        message First { int32 id = 1; map<string, int32> m = 2; message Inner { int32 id = 1; } message Other { string id = 1; } }
        message Second { int64 id = 1; }
        """;

    private readonly FakeRegistry _server = new();
    private readonly string _file = Path.GetTempFileName();

    public ProtobufFormatTests() => File.WriteAllBytes(_file, Descriptors(("a.proto", Schema)));

    public void Dispose()
    {
        _server.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("p.First", "1")]
    [InlineData("First", "1")]
    [InlineData("p.First.Inner", "1")]
    [InlineData("First$Inner", "1")]
    [InlineData("Second", "1")]
    public void A_descriptor_file_tells_the_type_by_its_full_or_short_name(string name, string expected) =>
        Assert.Equal((expected, null), Read(Simple(("descriptorFile", _file), ("protoClassName", name)), [8, 1]));

    [Fact]
    public void A_descriptor_may_be_at_an_address_and_a_single_type_needs_no_name()
    {
        File.WriteAllBytes(_file, Descriptors(("google/protobuf/x.proto", "syntax = \"proto3\"; package google.protobuf; message X {}"), ("a.proto", "syntax = \"proto3\"; message Only { int32 id = 1; message In {} }")));

        Assert.Equal(("1", null), Read(Simple(("descriptorFile", $"file://{_file}")), [8, 1]));
    }

    [Theory]
    [InlineData("", "", "Missing property of descriptorFile for ProtoBufMessageDecoder: add stream.kafka.decoder.prop.descriptorFile")]
    [InlineData("/nowhere.desc", "", "stream.kafka.decoder.prop.descriptorFile '/nowhere.desc' does not exist")]
    [InlineData("/dev/zero", "", "is larger than 16 MB")]
    [InlineData("http://ann:secret@127.0.0.1:1/a.desc", "", "stream.kafka.decoder.prop.descriptorFile 'http://127.0.0.1:1/a.desc' cannot be read")]
    [InlineData("FILE", "", "protoClassName must say which message type is meant; the descriptor file has p.First, p.First.Inner, p.First.Other, p.Second")]
    [InlineData("FILE", "Third", "protoClassName 'Third' is the name of no message type; the descriptor file has p.First")]
    public void What_cannot_be_used_is_refused_when_the_table_is_made(string place, string name, string message) => Assert.Contains(
        message,
        Assert.Throws<IngestionException>(() => Simple(("descriptorFile", place.Replace("FILE", _file, StringComparison.Ordinal)), ("protoClassName", name)).Check()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Files_that_are_no_descriptors_or_lack_their_imports_are_refused_with_what_to_do()
    {
        File.WriteAllText(_file, Schema);
        Assert.Contains("it is no descriptor set, which protoc --include_imports --descriptor_set_out writes", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(_file, "");
        Assert.Contains("it holds no message type", Refusal(), StringComparison.Ordinal);
        File.WriteAllBytes(_file, Descriptors(["b.proto"], ("b.proto", "syntax = \"proto3\"; package q; message B {}"), ("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { q.B b = 1; }")));
        Assert.Contains("the type 'q.B' of field 'A.b' is missing; a descriptor file must hold its imports, too", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<IngestionException>(() => Simple(("descriptorFile", _file)).Check()).Message;
    }

    [Theory]
    [InlineData("00-0801", "1")]
    [InlineData("0200-0801", "1")]
    [InlineData("0202-0801", "1")]
    [InlineData("040000-0801", "1")]
    [InlineData("040002-0A0161", "a")]
    public void Registered_messages_name_their_type_by_its_place(string body, string expected)
    {
        _server.Add(1, Schema, "PROTOBUF");
        using RegistryProtobufFormat format = new(_server.Properties(), TimeProvider.System);

        Assert.Equal((expected, null), Read(format, Convert.FromHexString("0000000001" + body.Replace("-", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void Imports_come_from_the_registry_or_are_known_and_none_from_this_machine()
    {
        File.WriteAllText(_file, "syntax = \"proto3\"; message Local { int32 id = 1; }");
        _server.Add(1, """syntax = "proto3"; import "b.proto"; import "google/protobuf/wrappers.proto"; import "confluent/meta.proto"; message A { q.B id = 1 [(confluent.field_meta).doc = "x"]; google.protobuf.Int32Value n = 2; }""", "PROTOBUF", ("b.proto", "b"));
        _server.Put("/subjects/b/versions/1", """{"schema":"syntax = \"proto3\"; package q; message B { int32 x = 1; }"}""");
        _server.Add(2, $"syntax = \"proto3\"; import \"{Path.GetFileName(_file)}\"; message A {{ Local id = 1; }}", "PROTOBUF");
        _server.Add(3, $"syntax = \"proto3\"; import \"{_file}\"; message A {{ int32 id = 1; }}", "PROTOBUF");
        using RegistryProtobufFormat format = new(_server.Properties(), TimeProvider.System);
        Record record = new(new RecordFields(["id", "n"]));

        Assert.Null(format.NewReader(record.Fields, CancellationToken.None).Read(Convert.FromHexString("0000000001" + "00" + "0A020805" + "12020807"), record));
        Assert.Equal((5, 7), (((Dictionary<string, object?>)record.Values[0]!)["x"], ((Dictionary<string, object?>)record.Values[1]!)["value"]));
        Assert.Contains("type not found: 'Local'", Read(format, [0, 0, 0, 0, 2, 0]).Fault, StringComparison.Ordinal);
        Assert.Contains("id 3 cannot be used: the Protobuf schema is not valid", Read(format, [0, 0, 0, 0, 3, 0]).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "0 bytes")]
    [InlineData("0100000001", "begins with byte 1 instead of 0")]
    [InlineData("0000000001", "the message ends where the place of its type in its schema should be")]
    [InlineData("000000000102", "the message ends where the place of its type in its schema should be")]
    [InlineData("00000000010204", "the schema with id 1 has no message type at the place that the message names")]
    [InlineData("00000000010201", "has no message type at the place")]
    [InlineData("000000000101", "has no message type at the place")]
    [InlineData("0000000001FEFFFFFFFFFFFFFFFF01000000", "has no message type at the place")]
    [InlineData("00000000010008", "the message is no Protobuf message 'p.First': field 'id'")]
    [InlineData("000000000200", "the schema with id 2 cannot be used: it is of type AVRO, not PROTOBUF")]
    [InlineData("000000000300", "the schema with id 3 cannot be used: the Protobuf schema is not valid: schema.proto, line 1")]
    [InlineData("000000000400", "the schema with id 4 cannot be used: the Protobuf schema is nested deeper than 200 levels")]
    [InlineData("000000000900", "does not know the schema with id 9")]
    public void What_no_schema_can_help_is_rejected_with_the_reason(string payload, string reason)
    {
        _server.Add(1, Schema, "PROTOBUF");
        _server.Add(2, "\"int\"");
        _server.Add(3, "message {", "PROTOBUF");
        _server.Add(4, $"syntax = \"proto3\"; {string.Concat(Enumerable.Repeat("message M { ", 50_000))}{new string('}', 50_000)}", "PROTOBUF");
        using RegistryProtobufFormat format = new(_server.Properties(), TimeProvider.System);

        Assert.Contains(reason, Read(format, Convert.FromHexString(payload)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_is_down_and_a_descriptor_that_goes_away_are_waited_for()
    {
        _server.Status = 500;
        using RegistryProtobufFormat registered = new(_server.Properties(), TimeProvider.System);
        Assert.Throws<DecoderUnavailableException>(() => Read(registered, [0, 0, 0, 0, 1, 0]));

        using DescriptorProtobufFormat simple = Simple(("descriptorFile", $"{_server.Address}/a.desc"), ("protoClassName", "First"));
        Assert.Throws<DecoderUnavailableException>(() => Read(simple, [8, 1]));
    }

    [Theory]
    [InlineData("org.apache.pinot.plugin.inputformat.protobuf.ProtoBufMessageDecoder", "")]
    [InlineData("org.apache.pinot.plugin.inputformat.protobuf.KafkaConfluentSchemaRegistryProtoBufMessageDecoder", "000000000100")]
    public void A_table_reads_rows_through_transforms_and_conversions(string decoder, string frame)
    {
        const string Text = """
            syntax = "proto3";
            message E { string name = 1; bool flag = 2; repeated string tags = 3; In in = 4; bytes raw = 5; uint64 big = 6; enum C { RED = 0; BLUE = 1; } C colour = 7; optional int32 count = 8; int64 ts = 9; float f = 10;
              message In { int32 x = 1; bool ok = 2; map<string, double> m = 3; } }
            """;
        File.WriteAllBytes(_file, Descriptors(("e.proto", Text)));
        _server.Add(1, Text, "PROTOBUF");
        using PipelineFixture table = new(
            "name:STRING flag:BOOLEAN tags:[STRING] in:JSON raw:BYTES big:BIG_DECIMAL colour:STRING count:INT f:FLOAT x:LONG",
            """{"transformConfigs":[{"columnName":"x","transformFunction":"jsonPathLong(\"in\", '$.x')"}]}""",
            """{"name":"ts","dataType":"TIMESTAMP","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}""",
            ("stream.kafka.decoder.class.name", decoder),
            ("stream.kafka.decoder.prop.descriptorFile", _file),
            ("stream.kafka.decoder.prop.schema.registry.rest.url", _server.Address));

        byte[] message = Convert.FromHexString(frame
            + "0A036A6F65" + "1001" + "1A0161" + "1A0162"
            + "2212" + "0802" + "1001" + "1A0C" + "0A0161" + "11000000000000F83F"
            + "2A0201FF" + "30FFFFFFFFFFFFFFFFFF01" + "3801" + "4000" + "4880D095FFBC31" + "550000C03F");

        Assert.Equal("""'joe'|1|['a','b']|'{"x":2,"ok":"true","m":{"a":1.5}}'|01ff|'18446744073709551615'|'BLUE'|0|1.5|2|1700000000000""", table.Decode(new ListMessage(message)));
        Assert.Equal("''|0|null|null||'0'|'RED'|null|0|-9223372036854775808|0", table.Decode(new ListMessage(frame.Length == 0 ? [] : Convert.FromHexString(frame))));
        Assert.StartsWith("the message is no Protobuf message 'E': field 'name'", table.Decode(new ListMessage(Convert.FromHexString(frame + "0A09"))), StringComparison.Ordinal);
    }

    private static DescriptorProtobufFormat Simple(params (string Key, string Value)[] properties) =>
        new(new DecoderProperties(properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)));

    private static (string? Value, string? Fault) Read(IMessageFormat format, byte[] payload)
    {
        Record record = new(new RecordFields(["id"]));
        string? fault = format.NewReader(record.Fields, CancellationToken.None).Read(payload, record);
        return (record.Values[0]?.ToString(), fault);
    }

    private static byte[] Descriptors(params (string Name, string Text)[] files) => Descriptors([], files);

    private static byte[] Descriptors(string[] left, params (string Name, string Text)[] files)
    {
        FileDescriptorSet set = new();
        foreach ((string name, string text) in files)
        {
            set.Add(name, true, new StringReader(text));
        }

        set.Process();
        Assert.Empty(set.GetErrors());
        set.Files.RemoveAll(file => left.Contains(file.Name, StringComparer.Ordinal));
        using MemoryStream stream = new();
        Serializer.Serialize(stream, set);
        return stream.ToArray();
    }
}
