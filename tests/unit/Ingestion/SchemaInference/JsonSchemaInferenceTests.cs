using System.Text;
using System.Text.Json.Nodes;
using Ingestion.SchemaInference;
using Ingestion.Sources;
using Segments.Schema;

namespace UnitTests.Ingestion.SchemaInference;

public sealed class JsonSchemaInferenceTests
{
    [Theory]
    [InlineData("1", "v:INT")]
    [InlineData("-2147483649", "v:LONG")]
    [InlineData("9223372036854775808", "v:STRING")]
    [InlineData("1.0", "v:DOUBLE")]
    [InlineData("1e3", "v:DOUBLE")]
    [InlineData("true", "v:BOOLEAN")]
    [InlineData("\"x\"", "v:STRING")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("{}", "")]
    [InlineData("[1,2]", "v:INT[]")]
    [InlineData("[{\"a\":1}]", "v:STRING")]
    [InlineData("[[1]]", "v:STRING")]
    [InlineData("{\"a\":{\"b\":1.5},\"c\":null,\"d\":[\"x\"]}", "v.a.b:DOUBLE v.d:STRING[]")]
    public void A_value_decides_its_column(string value, string expected) => Assert.Equal(expected, Columns($$"""{"v":{{value}}}""", new InferenceOptions { SchemaName = "e" }));

    [Fact]
    public void Only_the_first_object_counts() =>
        Assert.Equal("a:INT", Columns("\ufeff {\"a\":1}\n{\"b\":2}\nrubbish", new InferenceOptions { SchemaName = "e" }));

    [Fact]
    public void Lists_to_unnest_give_the_columns_of_their_first_entry() => Assert.Equal(
        "v_a:INT v_b:STRING",
        Columns("""{"v":[{"a":1,"b":[{}]}]}""", new InferenceOptions { SchemaName = "e", FieldsToUnnest = ["v"], Delimiter = "_" }));

    [Theory]
    [InlineData("[1]", "shall be an object")]
    [InlineData("", "shall be an object")]
    [InlineData("{\"a\":", "no JSON")]
    [InlineData("{\"a\":{\"b\":1},\"a.b\":2}", "two fields would become the column 'a.b'")]
    [InlineData("{\"m\":[1]}", "Metric field: m cannot be multi-valued")]
    public void What_makes_no_schema_is_refused_with_the_reason(string json, string reason) => Assert.Contains(
        reason,
        Assert.Throws<IngestionException>(() => Columns(json, new InferenceOptions { SchemaName = "e", Metrics = ["m"] })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    public void A_field_that_comes_twice_is_refused(string json) => Assert.Contains(
        "the file is no JSON", Assert.Throws<IngestionException>(() => JsonSchemaInference.Infer(Encoding.UTF8.GetBytes(json), new InferenceOptions { SchemaName = "e" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_message_nested_too_deep_is_refused()
    {
        string json = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);

        Assert.Contains("the file is no JSON", Assert.Throws<IngestionException>(() => JsonSchemaInference.Infer(Encoding.UTF8.GetBytes(json), new InferenceOptions { SchemaName = "e" })).Message, StringComparison.Ordinal);
    }

    private static string Columns(string json, InferenceOptions options)
    {
        JsonObject schema = JsonSchemaInference.Infer(Encoding.UTF8.GetBytes(json), options);
        return string.Join(' ', SchemaJson.Parse(schema).Schema.Columns.Select(column => $"{column.Name}:{column.Type.PinotName()}{(column.IsMultiValue ? "[]" : "")}"));
    }
}
