using Ingestion.Avro;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using UnitTests.Ingestion.Registry;
using Record = Ingestion.Records.Record;

namespace UnitTests.Ingestion.Avro;

public sealed class AvroFormatTests : IDisposable
{
    private const string Schema = """{"type":"record","name":"E","fields":[{"name":"id","type":"int"}]}""";

    private readonly FakeRegistry _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_schema_stands_in_the_config_in_a_file_or_at_an_address()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, Schema);
        _server.Put("/e.avsc", Schema);
        foreach (string place in new[] { Schema, path, $"file://{path}", $"{_server.Address}/e.avsc" })
        {
            Assert.Equal(("1", null), Read(Simple(("schema", place)), [2]));
        }

        File.Delete(path);
    }

    [Theory]
    [InlineData("", "The Avro schema must be provided: add stream.kafka.decoder.prop.schema")]
    [InlineData("/nowhere.avsc", "is neither an Avro schema nor a place where one can be read")]
    [InlineData("http://127.0.0.1:1/e.avsc", "is neither an Avro schema nor a place where one can be read")]
    [InlineData("{\"type\":", "The Avro schema is not valid")]
    [InlineData("\"int\"", "describes no record")]
    public void A_schema_that_cannot_be_used_is_refused_when_the_table_is_made(string place, string message) => Assert.Contains(
        message, Assert.Throws<IngestionException>(() => Simple(("schema", place)).Check()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_schema_that_goes_away_later_is_waited_for()
    {
        SimpleAvroFormat format = Simple(("schema", $"{_server.Address}/e.avsc"));

        Assert.Throws<DecoderUnavailableException>(() => Read(format, [2]));
        _server.Put("/e.avsc", Schema);
        Assert.Equal(("1", null), Read(format, [2]));
    }

    [Fact]
    public void Leading_bytes_are_stripped()
    {
        SimpleAvroFormat format = Simple(("schema", Schema), ("leading.bytes.to.strip", "3"));

        Assert.Equal(("2", null), Read(format, [9, 9, 9, 4]));
        Assert.Contains("takes 3 off", Read(format, [4]).Fault, StringComparison.Ordinal);
        Assert.Throws<IngestionException>(() => Simple(("schema", Schema), ("leading.bytes.to.strip", "-1")));
    }

    [Fact]
    public void Each_message_is_read_by_the_schema_it_names()
    {
        _server.Add(1, Schema);
        _server.Add(2, """{"type":"record","name":"E","fields":[{"name":"more","type":"string"},{"name":"id","type":"long"}]}""");
        _server.Add(3, """{"type":"record","name":"E","fields":[{"name":"id","type":"t.N"}]}""", null, ("t.N", "n"));
        _server.Put("/subjects/n/versions/1", """{"schema":"{\"type\":\"enum\",\"name\":\"N\",\"namespace\":\"t\",\"symbols\":[\"7\"]}"}""");
        using RegistryAvroFormat format = new(_server.Properties(), TimeProvider.System);
        IRecordReader reader = format.NewReader(new RecordFields(["id"]), CancellationToken.None);

        Assert.Equal(("1", null), Read(reader, [0, 0, 0, 0, 1, 2]));
        Assert.Equal(("5", null), Read(reader, [0, 0, 0, 0, 2, 2, (byte)'x', 10]));
        Assert.Equal(("7", null), Read(reader, [0, 0, 0, 0, 3, 0]));
        Assert.Equal(("1", null), Read(reader, [0, 0, 0, 0, 1, 2]));
    }

    [Theory]
    [InlineData("", "0 bytes")]
    [InlineData("000000", "3 bytes")]
    [InlineData("0100000001", "begins with byte 1 instead of 0")]
    [InlineData("000000000902", "does not know the schema with id 9: 40403 (Schema not found)")]
    [InlineData("000000000402", "id 4 cannot be used: it is of type PROTOBUF, not AVRO")]
    [InlineData("000000000502", "id 5 cannot be used: The Avro schema")]
    [InlineData("0000000001", "field 'id'")]
    public void What_no_schema_can_help_is_rejected_with_the_reason(string payload, string reason)
    {
        _server.Add(1, Schema);
        _server.Add(4, "syntax = \"proto3\";", "PROTOBUF");
        _server.Add(5, "\"int\"");
        using RegistryAvroFormat format = new(_server.Properties(), TimeProvider.System);

        Assert.Contains(reason, Read(format, Convert.FromHexString(payload)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_may_not_be_read_from_a_file_without_end() => Assert.Contains(
        "it is larger than 16 MB", Assert.Throws<IngestionException>(() => Simple(("schema", "/dev/zero")).Check()).Message, StringComparison.Ordinal);

    [Fact]
    public void The_older_frame_names_its_schema_by_hash()
    {
        byte[] hash = [.. Enumerable.Range(0xf0, 16).Select(value => (byte)value)];
        _server.Put($"/id={Convert.ToHexStringLower(hash)}", Schema);
        using HashedAvroFormat format = new(_server.Properties(), TimeProvider.System);

        Assert.Equal(("1", null), Read(format, [0, .. hash, 2]));
        Assert.Contains("does not know the schema with hash 00", Read(format, [0, .. new byte[16], 2]).Fault, StringComparison.Ordinal);
        Assert.Contains("taken by the hash", Read(format, [0, 2]).Fault, StringComparison.Ordinal);
    }

    private static (string? Value, string? Fault) Read(IMessageFormat format, byte[] payload) => Read(
        format switch
        {
            SimpleAvroFormat simple => simple.NewReader(new RecordFields(["id"]), CancellationToken.None),
            HashedAvroFormat hashed => hashed.NewReader(new RecordFields(["id"]), CancellationToken.None),
            _ => ((RegistryAvroFormat)format).NewReader(new RecordFields(["id"]), CancellationToken.None),
        },
        payload);

    private static (string? Value, string? Fault) Read(IRecordReader reader, byte[] payload)
    {
        Record record = new(new RecordFields(["id"]));
        string? fault = reader.Read(payload, record);
        return (record.Values[0]?.ToString(), fault);
    }

    private static SimpleAvroFormat Simple(params (string Key, string Value)[] properties) =>
        new(new DecoderProperties(properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)));
}
