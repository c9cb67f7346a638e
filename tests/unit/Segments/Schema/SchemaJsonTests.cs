using System.Text;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace UnitTests.Segments.Schema;

public sealed class SchemaJsonTests
{
    private const string Events = """
        {"schemaName":"events",
         "dimensionFieldSpecs":[{"name":"uuid","dataType":"STRING"},{"name":"tags","dataType":"INT","singleValueField":false}],
         "metricFieldSpecs":[{"name":"count","dataType":"INT"},{"name":"price","dataType":"DOUBLE"}],
         "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}]}
        """;

    [Fact]
    public void Parse_orders_columns_as_dimensions_then_metrics_then_date_times() =>
        Assert.Equal(["uuid", "tags", "count", "price", "ts"], Parse(Events).Schema.Columns.Select(column => column.Name));

    [Fact]
    public void Parse_gives_a_missing_dimension_the_smallest_value_and_a_missing_metric_zero()
    {
        TableSchema schema = Parse(Events).Schema;

        Assert.Equal(ColumnValue.Of((long)int.MinValue), Column(schema, "tags").Default);
        Assert.Equal(ColumnValue.Of(0L), Column(schema, "count").Default);
        Assert.Equal(ColumnValue.Of(0d), Column(schema, "price").Default);
        Assert.Equal("null"u8.ToArray(), Column(schema, "uuid").Default.Bytes.ToArray());
        Assert.True(Column(schema, "tags").IsMultiValue);
    }

    [Theory]
    [InlineData(5, "TRIM_LENGTH", "longd")]
    [InlineData(11, "TRIM_LENGTH", "longdefault")]
    [InlineData(5, "NO_ACTION", "longdefault")]
    [InlineData(0, "TRIM_LENGTH", "")]
    public void A_default_is_cut_to_the_length_of_its_column(int maxLength, string strategy, string stored)
    {
        SchemaDocument document = Parse($$"""
            {"schemaName":"t","dimensionFieldSpecs":[
              {"name":"a","dataType":"STRING","maxLength":{{maxLength}},"maxLengthExceedStrategy":"{{strategy}}","defaultNullValue":"longdefault"}]}
            """);

        Assert.Equal(stored, Encoding.UTF8.GetString(Column(document.Schema, "a").Default.Bytes.Span));
        Assert.Equal("longdefault", document.Json["dimensionFieldSpecs"]![0]!["defaultNullValue"]!.GetValue<string>());
    }

    [Fact]
    public void A_timestamp_column_is_stored_and_returned_with_format_TIMESTAMP()
    {
        SchemaDocument document = Parse(Events);

        Assert.Equal("TIMESTAMP", Column(document.Schema, "ts").Format);
        Assert.Equal("TIMESTAMP", document.Json["dateTimeFieldSpecs"]![0]!["format"]!.GetValue<string>());
    }

    [Fact]
    public void Json_has_the_keys_in_the_order_in_which_Pinot_prints_them()
    {
        JsonObject json = Parse("""
            {"primaryKeyColumns":["a"],"metricFieldSpecs":[],"tags":["x"],"schemaName":"s",
             "dimensionFieldSpecs":[{"defaultNullValue":7,"maxLength":512,"singleValueField":"false","fieldType":"METRIC","dataType":"INT","name":"a"},
                                    {"name":"b","dataType":"BOOLEAN","defaultNullValue":"true","notNull":true}]}
            """).Json;

        Assert.Equal(
            """{"schemaName":"s","tags":["x"],"enableColumnBasedNullHandling":false,"dimensionFieldSpecs":[{"name":"a","dataType":"INT","fieldType":"DIMENSION","singleValueField":false,"defaultNullValue":7},{"name":"b","dataType":"BOOLEAN","fieldType":"DIMENSION","notNull":true,"defaultNullValue":true}],"primaryKeyColumns":["a"]}""",
            json.ToJsonString());
    }

    [Fact]
    public void What_was_written_reads_back_as_the_same()
    {
        JsonObject once = Parse("""
            {"schemaName":"s","dimensionFieldSpecs":[
              {"name":"a","dataType":"STRING","defaultNullValue":"","maxLength":3,"maxLengthExceedStrategy":"ERROR"},
              {"name":"b","dataType":"BYTES","defaultNullValue":"0aFF"},
              {"name":"c","dataType":"TIMESTAMP","defaultNullValue":"2024-02-11T13:34:45.1239Z"},
              {"name":"d","dataType":"BIG_DECIMAL","defaultNullValue":"1.50e3"},
              {"name":"e","dataType":"DOUBLE","defaultNullValue":0.1}]}
            """).Json;

        Assert.Equal(once.ToJsonString(), SchemaJson.Parse(once).Json.ToJsonString());
        Assert.Equal("2024-02-11 13:34:45.123", once["dimensionFieldSpecs"]![2]!["defaultNullValue"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("INT", "3000000000")]
    [InlineData("INT", "1.5")]
    [InlineData("BYTES", "abc")]
    [InlineData("TIMESTAMP", "tomorrow")]
    [InlineData("DOUBLE", "NaN")]
    [InlineData("BIG_DECIMAL", "ten")]
    public void A_default_that_is_no_value_of_the_type_is_refused(string type, string value)
    {
        SchemaException fault = Refused($$"""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"{{type}}","defaultNullValue":"{{value}}"}]}""");

        Assert.Contains($"Cannot convert value: '{value}' to type: {type}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("column 'a'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dimensionFieldSpecs":[]}""", "Invalid schema. Reason: 'schemaName' should not be null or empty")]
    [InlineData("""{"schemaName":"a__b"}""", "'schemaName' cannot contain double underscore ('__')")]
    [InlineData("""{"schemaName":"x/y"}""", "must not start with '.' or contain blanks")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"string"}]}""", "/dimensionFieldSpecs/0 (column 'a'): 'dataType' must be one of INT, LONG")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"STRUCT"}]}""", "Unsupported dimension/time data type: STRUCT at /dimensionFieldSpecs/0 (column 'a')")]
    [InlineData("""{"schemaName":"s","metricFieldSpecs":[{"name":"m","dataType":"TIMESTAMP"}]}""", "Unsupported metric data type: TIMESTAMP in METRIC field: m")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"INT","tags":"x"}]}""", "(column 'a'): 'tags' must be a list")]
    [InlineData("""{"schemaName":"s","primaryKeyColumns":"a"}""", "'primaryKeyColumns' must be a list, not \"a\"")]
    [InlineData("""{"schemaName":"s","description":{"password":"secret"}}""", "'description' must be a text, not an object")]
    [InlineData("""{"schemaName":"s","enableColumnBasedNullHandling":"maybe"}""", "'enableColumnBasedNullHandling' must be true or false, not \"maybe\"")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"dataType":"INT"}]}""", "/dimensionFieldSpecs/0 has no 'name'")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[null]}""", "/dimensionFieldSpecs/0 must be an object")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":{"name":"a"}}""", "'dimensionFieldSpecs' must be a list")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a b","dataType":"INT"}]}""", "The column name \"a b\" should not contain blank space.")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"INT"},{"name":"a","dataType":"INT"}]}""", "Field spec already exists for column: a")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"INT"},{"name":"A","dataType":"INT"}]}""", "you can't use the same lowercase column name: a")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"$docId","dataType":"INT"}]}""", "\"$docId\" is taken")]
    [InlineData("""{"schemaName":"s","metricFieldSpecs":[{"name":"m","dataType":"STRING"}]}""", "Unsupported data type: STRING in METRIC field: m")]
    [InlineData("""{"schemaName":"s","metricFieldSpecs":[{"name":"m","dataType":"INT","singleValueField":false}]}""", "Unsupported multi-value for metric field.")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"j","dataType":"JSON","singleValueField":false}]}""", "JSON columns cannot be of multi-value type")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"INT","singleValueField":"maybe"}]}""", "'singleValueField' must be true or false")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"STRING","maxLength":"many"}]}""", "'maxLength' must be a whole number")]
    [InlineData("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"STRING","maxLengthExceedStrategy":"CUT"}]}""", "TRIM_LENGTH, ERROR")]
    [InlineData("""{"schemaName":"s","primaryKeyColumns":["nope"]}""", "The primary key column must exist; the schema has no column 'nope'")]
    [InlineData("""{"schemaName":"s","primaryKeyColumns":[null]}""", "The primary key column must exist")]
    [InlineData("""{"schemaName":"s","timeFieldSpec":"x"}""", "'timeFieldSpec' must be an object")]
    [InlineData("""{"schemaName":"s","complexFieldSpecs":[{"name":"m","dataType":"MAP"}]}""", "declare a JSON dimension instead")]
    public void What_is_wrong_is_named(string json, string part) =>
        Assert.Contains(part, Refused(json).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1:MILLISECONDS:EPOCH", "1:MILLISECONDS", null)]
    [InlineData("5:MINUTES:EPOCH", "MINUTES|5", null)]
    [InlineData("1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd HH:mm:ss tz(America/New_York)", "1:DAYS", null)]
    [InlineData("EPOCH|SECONDS|10", "SECONDS", null)]
    [InlineData("EPOCH", "DAYS", null)]
    [InlineData("TIMESTAMP", "1:MILLISECONDS", null)]
    [InlineData("SIMPLE_DATE_FORMAT", "1:DAYS", null)]
    [InlineData("SIMPLE_DATE_FORMAT|yyyyMMdd|UTC", "1:DAYS", null)]
    [InlineData("", "1:DAYS", "Invalid format: ")]
    [InlineData("1:MILLISECONDS", "1:DAYS", "Invalid format: 1:MILLISECONDS")]
    [InlineData("0:MILLISECONDS:EPOCH", "1:DAYS", "Invalid format: 0:MILLISECONDS:EPOCH")]
    [InlineData("1:FORTNIGHTS:EPOCH", "1:DAYS", "Invalid format: 1:FORTNIGHTS:EPOCH")]
    [InlineData("1:days:EPOCH", "1:DAYS", "Invalid format: 1:days:EPOCH")]
    [InlineData("1:DAYS:JULIAN", "1:DAYS", "Invalid format: 1:DAYS:JULIAN")]
    [InlineData("EPOCH|EONS", "1:DAYS", "Invalid format: EPOCH|EONS")]
    [InlineData("epoch|DAYS", "1:DAYS", "Invalid format: epoch|DAYS")]
    [InlineData("SIMPLE_DATE_FORMAT|yyyy-bb", "1:DAYS", "Invalid format: SIMPLE_DATE_FORMAT|yyyy-bb")]
    [InlineData("SIMPLE_DATE_FORMAT|dd-MM-yyyy", "1:DAYS", "pattern dd-MM-yyyy has to be sorted by both lexicographical and datetime order")]
    [InlineData("1:DAYS:EPOCH", "1:PARSEC", "Invalid granularity: 1:PARSEC")]
    [InlineData("1:DAYS:EPOCH", "1", "Invalid granularity: 1")]
    [InlineData("1:DAYS:EPOCH", "", "Invalid granularity: ")]
    public void Formats_and_granularities_are_checked(string format, string granularity, string? fault)
    {
        string json = $$"""{"schemaName":"s","dateTimeFieldSpecs":[{"name":"t","dataType":"LONG","format":"{{format}}","granularity":"{{granularity}}"}]}""";

        if (fault is null)
        {
            Assert.Equal(format, Column(Parse(json).Schema, "t").Format);
        }
        else
        {
            Assert.Contains(fault, Refused(json).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1:MILLISECONDS:EPOCH", "1700000000000", null)]
    [InlineData("SIMPLE_DATE_FORMAT|yyyy-MM-dd", "2024-02-29", null)]
    [InlineData("TIMESTAMP", "2024-02-29 12:00:00", null)]
    [InlineData("EPOCH|DAYS", "19000", null)]
    [InlineData("1:MILLISECONDS:EPOCH", "abc", "Cannot format provided sample value: abc with provided date time spec: 1:MILLISECONDS:EPOCH (column 't')")]
    [InlineData("SIMPLE_DATE_FORMAT|yyyy-MM-dd", "20240229", "Cannot format provided sample value: 20240229")]
    [InlineData("1:MILLISECONDS:EPOCH", "5", "Converted sample value 5 for date-time field spec is not in valid time-range: 31536000000 and 3187296000000")]
    [InlineData("EPOCH|DAYS", "1700000000000", "Converted sample value 1700000000000 for")]
    public void A_sample_value_is_a_time_of_our_age(string format, string sample, string? fault)
    {
        string json = $$"""{"schemaName":"s","dateTimeFieldSpecs":[{"name":"t","dataType":"STRING","format":"{{format}}","granularity":"DAYS","sampleValue":"{{sample}}"}]}""";

        if (fault is null)
        {
            Parse(json);
        }
        else
        {
            Assert.Contains(fault, Refused(json).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_column_may_name_its_transform()
    {
        SchemaDocument document = Parse("""{"schemaName":"s","dimensionFieldSpecs":[{"name":"a","dataType":"STRING","transformFunction":"upper(b)"}]}""");

        Assert.Equal("upper(b)", Column(document.Schema, "a").Transform);
        Assert.Equal("upper(b)", document.Json["dimensionFieldSpecs"]![0]!["transformFunction"]!.GetValue<string>());
    }

    [Fact]
    public void Unknown_keys_are_reported_with_their_place()
    {
        SchemaDocument document = Parse("""{"schemaName":"s","odd":{"a":1,"b":[[],2],"c":{}},"dimensionFieldSpecs":[{"name":"a","dataType":"INT","foo":1}]}""");

        Assert.Equal(["/dimensionFieldSpecs/0/foo", "/odd/a", "/odd/b/1"], document.Unrecognized.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, NullVectors.AsSchemaSays, false, false)]
    [InlineData(false, NullVectors.AllColumns, true, true)]
    [InlineData(true, NullVectors.AsSchemaSays, true, false)]
    [InlineData(true, NullVectors.AllColumns, true, false)]
    public void Null_vectors_follow_the_schema_first_and_the_table_second(bool columnBased, NullVectors table, bool nullable, bool notNull)
    {
        string flag = columnBased ? "true" : "false";
        JsonObject json = JsonNode.Parse($$"""
            {"schemaName":"s","enableColumnBasedNullHandling":{{flag}},
             "dimensionFieldSpecs":[{"name":"a","dataType":"INT"},{"name":"b","dataType":"INT","notNull":true}]}
            """)!.AsObject();

        TableSchema schema = SchemaJson.Parse(json, table).Schema;

        Assert.Equal(nullable, Column(schema, "a").KeepsNulls);
        Assert.Equal(notNull, Column(schema, "b").KeepsNulls);
    }

    [Fact]
    public void The_deprecated_time_field_becomes_a_date_time_column()
    {
        SchemaDocument document = Parse("""
            {"schemaName":"s","timeFieldSpec":{"incomingGranularitySpec":{"name":"t","dataType":"LONG","timeType":"SECONDS","timeUnitSize":5}}}
            """);

        Assert.Equal("5:SECONDS:EPOCH", Column(document.Schema, "t").Format);
        Assert.True(document.Json.ContainsKey("timeFieldSpec"));
        Assert.False(document.Json.ContainsKey("dateTimeFieldSpecs"));
    }

    private static SchemaDocument Parse(string json) => SchemaJson.Parse(JsonNode.Parse(json)!.AsObject());

    private static SchemaException Refused(string json) => Assert.Throws<SchemaException>(() => Parse(json));

    private static ColumnSchema Column(TableSchema schema, string name) =>
        schema.TryFind(name, out int ordinal) ? schema.Columns[ordinal] : throw new KeyNotFoundException(name);
}
