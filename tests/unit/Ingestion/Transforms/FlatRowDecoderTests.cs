using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Transforms;
using Segments.Schema;
using Web.Queries;
using Record = Ingestion.Records.Record;

namespace UnitTests.Ingestion.Transforms;

public sealed unsafe class FlatRowDecoderTests
{
    private const string Columns = "name:STRING n:INT l:LONG d:DOUBLE f:BOOLEAN t:TIMESTAMP j:JSON tags:[STRING] upper:STRING minute:LONG both:STRING half:DOUBLE big:BOOLEAN part:STRING";

    private const string Functions = """
        { "transformConfigs": [
            { "columnName": "upper", "transformFunction": "upper(name)" },
            { "columnName": "minute", "transformFunction": "toEpochMinutes(t)" },
            { "columnName": "both", "transformFunction": "concat(name, n, '-')" },
            { "columnName": "half", "transformFunction": "d / 2" },
            { "columnName": "big", "transformFunction": "n > 500" },
            { "columnName": "part", "transformFunction": "substr(upper, 0, 3)" } ],
          "filterConfig": { "filterFunction": "n = 7 OR name = 'gone'" } }
        """;

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public void Rows_are_those_that_records_give(string continuesOnError)
    {
        string ingestion = Functions.TrimEnd().TrimEnd('}') + $", \"continueOnError\": {continuesOnError} }}";
        using PipelineFixture flat = new(Columns, ingestion);
        using PipelineFixture records = new(byRecords: true, Columns, ingestion);
        Random random = new(31);
        for (int i = 0; i < 3_000; i++)
        {
            string message = Message(random);

            (string expected, string actual) = (records.Decode(message), flat.Decode(message));

            Assert.True(expected == actual, $"{message}\nis {actual}\nby records {expected}");
            Assert.Equal((records.Rows.Count, records.Rows.Filtered, records.Rows.Incomplete), (flat.Rows.Count, flat.Rows.Filtered, flat.Rows.Incomplete));
        }
    }

    [Fact]
    public void A_message_like_one_before_it_takes_the_flat_way()
    {
        TableSchema schema = TestSchemas.Of(("name", DataType.String), ("n", DataType.Int), ("upper", DataType.String));
        RecordFields fields = new(schema.Columns.Select(column => column.Name));
        JsonRecordReader reader = new();
        FieldFunction upper = new("upper", "upper(name)", RecordExpressions.Instance.Compile("upper(name)"), fields);
        FieldFunction filter = new("filter", "n = 7", RecordExpressions.Instance.Compile("n = 7"), fields);
        FlatRowDecoder decoder = new(schema, reader, fields, [upper], filter, new ColumnConverter(), takesBooleansAsNumbers: true);
        RowBatch rows = new(schema);
        Assert.Null(reader.Read("""{"name":"a","n":1}"""u8, new Record(fields)));

        Assert.True(TryDecode(decoder, """{"name":"bc","n":2}""", rows));
        Assert.True(TryDecode(decoder, """{"name":"bc","n":7}""", rows));
        Assert.False(TryDecode(decoder, """{"n":2,"name":"bc"}""", rows));

        Assert.Equal((1, 1), (rows.Count, rows.Filtered));
        Assert.Equal("'bc'|2|'BC'", RowText.Of(rows.Rows[0]));
    }

    private static bool TryDecode(FlatRowDecoder decoder, string message, RowBatch rows)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(message))
        {
            return decoder.TryDecode(MemoryMarshal.CreateReadOnlySpan(ref *start, Encoding.UTF8.GetByteCount(message)), rows);
        }
    }

    // Mostly one layout with plain values; now and then another, or a value that is odd.
    private static string Message(Random random)
    {
        bool isOdd = random.Next(8) == 0;
        string name = Pick(random, "a", "zoë", "gone", "long name with blanks in it", "", isOdd ? "esc\\u0041\\u0000x" : "b", new string('y', 70));
        string n = isOdd ? Pick(random, "null", "1.5", "\"12\"", "true", "99999999999", "-0", "\"x\"", "[1]") : random.Next(12).ToString(CultureInfo.InvariantCulture);
        string t = isOdd ? Pick(random, "\"2024-02-11T13:34:45.123Z\"", "5", "null", "\"no time\"") : (1_700_000_000_000 + random.Next(200_000)).ToString(CultureInfo.InvariantCulture);
        string d = Pick(random, "0.5", "-12.25", "3", isOdd ? "1e300" : "7.125", isOdd ? "-0.0" : "2.5");
        string rest = isOdd && random.Next(3) == 0 ? ",\"upper\":\"own\",\"tags\":[\"x\",\"y\"],\"j\":{\"a\":1}" : random.Next(5) == 0 ? ",\"j\":\"text\",\"f\":true" : "";
        string l = Pick(random, "1", "9007199254740993", "-5");
        string message = random.Next(40) == 0
            ? $$"""{"n":{{n}},"name":"{{name}}","t":{{t}},"d":{{d}}}"""
            : $$"""{"name":"{{name}}","n":{{n}},"l":{{l}},"d":{{d}},"t":{{t}}{{rest}}}""";
        return random.Next(200) == 0 ? message[..random.Next(message.Length)] : message;
    }

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
