using Avro;
using CsCheck;
using Ingestion.Avro;

namespace UnitTests.Ingestion.Avro;

public sealed class AvroValuesTests
{
    [Fact]
    public void Values_are_those_of_the_library_for_any_schema_and_data() => Gen.Int.Sample(
        seed =>
        {
            RandomAvro random = new(seed);
            string json = random.Record(4).ToJsonString();
            RecordSchema schema = AvroSchemas.ParseRecord(json);
            byte[] body = AvroFixtures.Write(schema, random.Value(schema)!);

            (Dictionary<string, object?> values, string? fault) = AvroFixtures.Read(json, body);

            Assert.Null(fault);
            Assert.Equal(AvroFixtures.Text(AvroFixtures.ReadByLibrary(schema, body)), AvroFixtures.Text(values));
        },
        iter: 1000);

    [Fact]
    public void A_skipped_record_ends_where_a_read_one_ends_and_has_the_same_fault() => Gen.Select(Gen.Int, Gen.Byte, Gen.Int[0, 400]).Sample(
        (seed, noise, place) =>
        {
            RandomAvro random = new(seed);
            string json = random.Record(4).ToJsonString();
            RecordSchema schema = AvroSchemas.ParseRecord(json);
            byte[] body = AvroFixtures.Write(schema, random.Value(schema)!);
            if (place < body.Length)
            {
                body[place] ^= noise;
            }

            AvroType type = AvroFixtures.Compile(json);
            AvroCursor read = new(body);
            AvroCursor skipped = new(body);
            AvroValues.Read(type, ref read);
            AvroValues.Skip(type, ref skipped);

            Assert.Equal((read.Fault, read.Left), (skipped.Fault, skipped.Left));
        },
        iter: 3000);

    [Fact]
    public void Every_cut_of_a_message_is_a_fault_that_names_its_field()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"id","type":"long"},{"name":"in","type":{"type":"record","name":"In","fields":[{"name":"x","type":"double"}]}}]}""";
        byte[] body = [200, 1, 0, 0, 0, 0, 0, 0, 240, 63];

        Assert.Null(AvroFixtures.Read(Schema, body).Fault);
        for (int length = 0; length < body.Length; length++)
        {
            string? fault = AvroFixtures.Read(Schema, body.AsSpan(0, length)).Fault;
            Assert.Contains(length < 2 ? "field 'id': the message ends where a number should be" : "field 'in.x': 8 bytes are announced and", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"type":"array","items":"null"}""", "list of 4611686018427387903 items")]
    [InlineData("""{"type":"array","items":"int"}""", "list of 4611686018427387903 items")]
    [InlineData("""{"type":"map","values":"null"}""", "list of 4611686018427387903 items")]
    [InlineData("""{"type":"array","items":{"type":"record","name":"Empty","fields":[]}}""", "list of 4611686018427387903 items")]
    [InlineData("string", "4611686018427387903 bytes are announced")]
    [InlineData("bytes", "4611686018427387903 bytes are announced")]
    public void A_length_that_the_message_cannot_hold_costs_nothing(string type, string expected)
    {
        byte[] body = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0];

        string? fault = AvroFixtures.Read($$"""{"type":"record","name":"E","fields":[{"name":"v","type":{{(type[0] == '{' ? type : $"\"{type}\"")}}}]}""", body).Fault;

        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_lists_of_items_without_bytes_are_limited_together()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"v","type":{"type":"array","items":{"type":"array","items":"null"}}}]}""";
        byte[] list = [0xe0, 0xd4, 0x03, 0]; // 30,000 nulls, then the end

        Assert.Null(AvroFixtures.Read(Schema, [4, .. list, .. list, 0]).Fault);
        Assert.Contains("list of 30000 items", AvroFixtures.Read(Schema, [6, .. list, .. list, .. list, 0]).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_within_itself_is_read_down_to_a_limit()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"next","type":["null","E"]}]}""";

        Assert.Null(AvroFixtures.Read(Schema, [.. Enumerable.Repeat((byte)2, 500), 0]).Fault);
        Assert.Contains("deeper than 512 levels", AvroFixtures.Read(Schema, [.. Enumerable.Repeat((byte)2, 100_000), 0]).Fault, StringComparison.Ordinal);
    }

    [Theory] // the recursion takes no byte, or goes on after the end of the message
    [InlineData("\"E\"")]
    [InlineData("""["E","null"]""")]
    [InlineData("""{"type":"record","name":"In","fields":[{"name":"up","type":"E"}]}""")]
    public void A_record_that_never_ends_is_refused_at_the_limit_read_or_skipped(string type)
    {
        string schema = $$"""{"type":"record","name":"E","fields":[{"name":"next","type":{{type}}}]}""";

        Assert.Contains("deeper than 512 levels", AvroFixtures.Read(schema, new byte[2000]).Fault, StringComparison.Ordinal);
        AvroCursor cursor = new(new byte[2000]);
        AvroValues.Skip(AvroFixtures.Compile(schema), ref cursor);
        Assert.Contains("deeper than 512 levels", cursor.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_whose_digits_would_fill_the_memory_is_a_fault()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"v","type":{"type":"bytes","logicalType":"big-decimal"}}]}""";

        // One byte of digits, then the scale -2,000,000,000.
        Assert.Contains(
            "field 'v': a big-decimal has scale -2000000000", AvroFixtures.Read(Schema, [14, 2, 1, 0xff, 0xcf, 0xac, 0xf3, 0x0e], appliesLogicalTypes: true).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_come_in_blocks_that_tell_their_size()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"v","type":{"type":"array","items":"int"}}]}""";

        Assert.Equal([1, 2, 3], Assert.IsType<List<object?>>(AvroFixtures.Read(Schema, [3, 4, 2, 4, 2, 6, 0]).Values["v"]));
    }

    [Theory]
    [InlineData("date", "int", 19764, "2024-02-11")]
    [InlineData("date", "int", -1, "1969-12-31")]
    [InlineData("date", "int", -719_529, "-0001-12-31")]
    [InlineData("date", "int", 2_932_897, "+10000-01-01")]
    [InlineData("time-millis", "int", 48_885_123, "13:34:45.123")]
    [InlineData("time-millis", "int", 0, "00:00")]
    [InlineData("time-micros", "long", 48_885_123_456, "13:34:45.123456")]
    [InlineData("time-micros", "long", 60_000_000, "00:01")]
    [InlineData("timestamp-nanos", "long", 5, 5L)]
    [InlineData("local-timestamp-millis", "long", 5, 5L)]
    public void Logical_types_become_what_Pinot_makes_of_them(string logical, string type, long value, object expected)
    {
        string schema = $$"""{"type":"record","name":"E","fields":[{"name":"v","type":{"type":"{{type}}","logicalType":"{{logical}}"} }]}""";
        byte[] body = AvroFixtures.Write(AvroSchemas.ParseRecord(schema.Replace("logicalType", "none", StringComparison.Ordinal)), Single(schema, type == "int" ? (object)(int)value : value));

        Assert.Equal(expected, AvroFixtures.Read(schema, body, appliesLogicalTypes: true).Values["v"]);
        Assert.Equal(type == "int" ? (object)(int)value : value, AvroFixtures.Read(schema, body).Values["v"]);
    }

    [Fact]
    public void A_time_beyond_the_day_is_a_fault()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"v","type":{"type":"int","logicalType":"time-millis"}}]}""";

        Assert.Contains("-1 is no time of day", AvroFixtures.Read(Schema, [1], appliesLogicalTypes: true).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_text_is_replaced_not_refused()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"v","type":"string"}]}""";

        Assert.Equal("a\ufffd", AvroFixtures.Read(Schema, [4, (byte)'a', 0xff]).Values["v"]);
    }

    private static global::Avro.Generic.GenericRecord Single(string schema, object value)
    {
        global::Avro.Generic.GenericRecord record = new(AvroSchemas.ParseRecord(schema));
        record.Add("v", value);
        return record;
    }
}
