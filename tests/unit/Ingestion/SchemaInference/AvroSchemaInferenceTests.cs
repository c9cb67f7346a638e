using System.Text.Json.Nodes;
using Ingestion.SchemaInference;
using Ingestion.Sources;
using Segments.Schema;

namespace UnitTests.Ingestion.SchemaInference;

public sealed class AvroSchemaInferenceTests
{
    private const string Nested = """{"type":"record","name":"In","fields":[{"name":"x","type":"int"},{"name":"y","type":{"type":"array","items":"string"}}]}""";

    [Theory]
    [InlineData("\"int\"", "INT")]
    [InlineData("\"long\"", "LONG")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "LONG")]
    [InlineData("\"float\"", "FLOAT")]
    [InlineData("\"double\"", "DOUBLE")]
    [InlineData("\"boolean\"", "BOOLEAN")]
    [InlineData("\"string\"", "STRING")]
    [InlineData("""{"type":"enum","name":"C","symbols":["A"]}""", "STRING")]
    [InlineData("\"bytes\"", "BYTES")]
    [InlineData("""{"type":"fixed","name":"F","size":3}""", "BYTES")]
    [InlineData("""{"type":"map","values":"int"}""", "JSON")]
    [InlineData("""["null","double"]""", "DOUBLE")]
    [InlineData("""{"type":"record","name":"One","fields":[{"name":"x","type":["null","long"]}]}""", "LONG")]
    [InlineData(Nested, "JSON")]
    [InlineData("""{"type":"array","items":"long"}""", "LONG[]")]
    [InlineData("""{"type":"array","items":["null","string"]}""", "STRING[]")]
    [InlineData("""{"type":"array","items":{"type":"map","values":"int"}}""", "JSON")]
    public void A_field_becomes_a_dimension_of_its_type(string type, string expected)
    {
        JsonObject schema = Infer($$"""{"type":"record","name":"E","fields":[{"name":"v","type":{{type}}}]}""", new InferenceOptions { SchemaName = "e" });

        ColumnSchema column = Assert.Single(SchemaJson.Parse(schema).Schema.Columns);
        Assert.Equal(("v", expected), (column.Name, column.Type.PinotName() + (column.IsMultiValue ? "[]" : "")));
    }

    [Fact]
    public void Named_fields_become_metrics_and_time_columns()
    {
        JsonObject schema = Infer(
            """{"type":"record","name":"E","fields":[{"name":"a","type":"string"},{"name":"n","type":"long"},{"name":"ts","type":"long"}]}""",
            new InferenceOptions { SchemaName = "e", Metrics = ["n"], TimeColumns = ["ts"], TimeUnit = "MILLISECONDS" });

        Assert.Equal(
            """{"schemaName":"e","dimensionFieldSpecs":[{"name":"a","dataType":"STRING"}],"metricFieldSpecs":[{"name":"n","dataType":"LONG"}],"dateTimeFieldSpecs":[{"name":"ts","dataType":"LONG","format":"EPOCH|MILLISECONDS","granularity":"1:MILLISECONDS"}]}""",
            schema.ToJsonString());
    }

    [Theory]
    [InlineData("NONE", "in.x:INT")]
    [InlineData("NON_PRIMITIVE", "in.x:INT in.y:STRING[] list:STRING")]
    [InlineData("ALL", "in.x:INT in.y:STRING list:STRING")]
    public void Nested_records_are_flattened_on_demand_and_lists_treated_as_told(string mode, string expected)
    {
        CollectionToJson collections = mode switch { "NONE" => CollectionToJson.None, "ALL" => CollectionToJson.All, _ => CollectionToJson.NonPrimitive };
        string json = $$"""{"type":"record","name":"E","fields":[{"name":"in","type":{{Nested}} },{"name":"list","type":{"type":"array","items":{"type":"map","values":"int"} } }]}""";

        JsonObject schema = Infer(json, new InferenceOptions { SchemaName = "e", FlattensRecords = true, CollectionToJson = collections });

        Assert.Equal(expected, Columns(schema));
    }

    [Fact]
    public void Lists_to_unnest_give_the_columns_of_their_entries() => Assert.Equal(
        "list.x:INT list.y:STRING[]",
        Columns(Infer(
            $$"""{"type":"record","name":"E","fields":[{"name":"list","type":["null",{"type":"array","items":{{Nested}} }]}]}""",
            new InferenceOptions { SchemaName = "e", FlattensRecords = true, FieldsToUnnest = ["list"] })));

    [Theory]
    [InlineData("""["int","string"]""", "field 'v': More than one non-null schema in UNION schema")]
    [InlineData("""["null"]""", "field 'v': Cannot find non-null schema in UNION schema")]
    public void Fields_that_can_become_no_column_are_named(string type, string message) => Assert.Equal(
        message,
        Assert.Throws<IngestionException>(() => Infer($$"""{"type":"record","name":"E","fields":[{"name":"v","type":{{type}}}]}""", new InferenceOptions { SchemaName = "e" })).Message);

    [Fact]
    public void A_record_that_contains_itself_is_refused_when_flattened_and_JSON_otherwise()
    {
        const string Json = """{"type":"record","name":"E","fields":[{"name":"next","type":["null","E"]}]}""";

        Assert.Contains("contains itself", Assert.Throws<IngestionException>(() => Infer(Json, new InferenceOptions { SchemaName = "e", FlattensRecords = true })).Message, StringComparison.Ordinal);
        Assert.Equal("next:JSON", Columns(Infer(Json, new InferenceOptions { SchemaName = "e" })));
    }

    [Fact]
    public void A_record_that_never_ends_is_JSON()
    {
        const string Json = """{"type":"record","name":"E","fields":[{"name":"next","type":"E"},{"name":"list","type":{"type":"array","items":"E"}}]}""";

        Assert.Equal("next:JSON list:JSON", Columns(Infer(Json, new InferenceOptions { SchemaName = "e" })));
        Assert.Contains("contains itself", Assert.Throws<IngestionException>(() => Infer(Json, new InferenceOptions { SchemaName = "e", FlattensRecords = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_nested_too_deep_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 5000)) + "\"int\"" + new string('}', 5000);

        Assert.Contains("The Avro schema is not valid", Assert.Throws<IngestionException>(() => Infer($$"""{"type":"record","name":"E","fields":[{"name":"v","type":{{deep}}}]}""", new InferenceOptions { SchemaName = "e" })).Message, StringComparison.Ordinal);
    }

    private static JsonObject Infer(string schema, InferenceOptions options) => AvroSchemaInference.Infer(schema, options);

    private static string Columns(JsonObject schema) =>
        string.Join(' ', SchemaJson.Parse(schema).Schema.Columns.Select(column => $"{column.Name}:{column.Type.PinotName()}{(column.IsMultiValue ? "[]" : "")}"));
}
