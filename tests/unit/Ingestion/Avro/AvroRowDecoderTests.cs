using System.Text.Json.Nodes;
using Avro;
using CsCheck;
using Ingestion.Avro;
using Ingestion.Decoding;
using Ingestion.Records;
using Segments.Rows;
using Segments.Schema;
using Record = Ingestion.Records.Record;

namespace UnitTests.Ingestion.Avro;

public sealed class AvroRowDecoderTests
{
    private static readonly string[] ColumnTypes = ["INT", "LONG", "FLOAT", "DOUBLE", "BOOLEAN", "STRING", "BYTES", "TIMESTAMP", "JSON", "BIG_DECIMAL"];

    [Fact]
    public void Rows_are_those_of_reading_a_record_and_converting_its_values() => Gen.Select(Gen.Int, Gen.Byte, Gen.Int[0, 400]).Sample(
        (seed, noise, place) =>
        {
            RandomAvro random = new(seed);
            string json = random.Record(3).ToJsonString();
            RecordSchema schema = AvroSchemas.ParseRecord(json);
            byte[] body = AvroFixtures.Write(schema, random.Value(schema)!);
            if (place < body.Length)
            {
                body[place] ^= noise;
            }

            AvroWriter writer = AvroWriter.Parse(json, appliesLogicalTypes: false);
            TableSchema table = RandomTable(new Random(seed), schema);
            RowBuffer fast = new(table);
            string? fastFault = new AvroRowDecoder(new FixedFrame(writer), table).Decode(body, fast);

            RowBuffer plain = new(table);
            string? plainFault = Plain(writer, table, body, plain);

            Assert.Equal(plainFault is null, fastFault is null);
            if (fastFault is null)
            {
                Assert.Equal(RowText.Of(plain), RowText.Of(fast));
            }
            else if (plainFault!.StartsWith("the message is no Avro record", StringComparison.Ordinal))
            {
                Assert.Equal(plainFault, fastFault);
            }
        },
        iter: 3000);

    [Fact]
    public void Text_is_cut_and_repaired_as_everywhere()
    {
        TableSchema table = Table("""{ "name": "f0", "dataType": "STRING", "maxLength": 3 }""");
        AvroWriter writer = AvroWriter.Parse("""{"type":"record","name":"E","fields":[{"name":"f0","type":"string"}]}""", appliesLogicalTypes: false);
        AvroRowDecoder decoder = new(new FixedFrame(writer), table);
        RowBuffer row = new(table);

        foreach ((byte[] text, string expected) in new[] { ("abcd"u8.ToArray(), "'abc'"), ("a\0b"u8.ToArray(), "'a'"), ([(byte)'a', 0xff], "'a\ufffd'"), ("äöü"u8.ToArray(), "'äöü'") })
        {
            Assert.Null(decoder.Decode([(byte)(text.Length * 2), .. text], row));
            Assert.Equal(expected, RowText.Of(row));
        }

        Assert.Equal(1, decoder.Trimmed);
    }

    [Fact]
    public void A_message_that_is_broken_behind_a_value_that_does_not_fit_is_told_to_be_broken()
    {
        TableSchema table = Table("""{ "name": "f0", "dataType": "TIMESTAMP" }""");
        AvroWriter writer = AvroWriter.Parse("""{"type":"record","name":"E","fields":[{"name":"f0","type":"int"},{"name":"f1","type":"int"}]}""", appliesLogicalTypes: false);
        AvroRowDecoder decoder = new(new FixedFrame(writer), table);

        Assert.Contains("too small for a TIMESTAMP", decoder.Decode([2, 2], new RowBuffer(table)), StringComparison.Ordinal);
        Assert.Contains("field 'f1': the message ends", decoder.Decode([2], new RowBuffer(table)), StringComparison.Ordinal);
    }

    private static string? Plain(AvroWriter writer, TableSchema table, byte[] body, RowBuffer row)
    {
        RecordFields fields = new(table.Columns.Select(column => column.Name));
        Record record = new(fields);
        RecordConverter converter = new(new ColumnConverter());
        string? fault = new AvroMessageReader(new FixedFrame(writer), fields).Read(body, record);
        for (int column = 0; column < table.Columns.Count && fault is null; column++)
        {
            fault = converter.Set(row, column, record.Values[column]);
        }

        return fault;
    }

    private static TableSchema RandomTable(Random random, RecordSchema schema) => Table([.. schema.Fields
        .Where(_ => random.Next(4) > 0)
        .Select(field => (Name: field.Name, Type: ColumnTypes[random.Next(ColumnTypes.Length)], IsList: random.Next(5) == 0))
        .Select(column => $$"""{ "name": "{{column.Name}}", "dataType": "{{column.Type}}", "singleValueField": {{(column.IsList && column.Type is not ("JSON" or "BIG_DECIMAL") ? "false" : "true")}}, "maxLength": 12 }""")
        .Append("""{ "name": "absent", "dataType": "INT" }""")]);

    private static TableSchema Table(params string[] columns) =>
        SchemaJson.Parse(JsonNode.Parse($$"""{ "schemaName": "e", "dimensionFieldSpecs": [{{string.Join(',', columns)}}] }""")!.AsObject()).Schema;

    private sealed class FixedFrame(AvroWriter fixedWriter) : AvroFrame
    {
        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            writer = fixedWriter;
            body = payload;
            return null;
        }
    }
}
