using Ingestion.Avro;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Avro;

public sealed class AvroSchemasTests
{
    [Theory]
    [InlineData("{", "is not valid")]
    [InlineData("", "is not valid")]
    [InlineData("null", "describes no record")]
    [InlineData("""{"type":"rec","name":"R"}""", "its type is unknown")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"Missing"}]}""", "Undefined name: Missing")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""", "duplicate")]
    [InlineData("""[["null"],"int"]""", "Unions may not immediately contain other unions")]
    [InlineData("\"int\"", "describes no record")]
    [InlineData("""["null","int"]""", "describes no record")]
    public void What_is_no_schema_of_a_record_is_refused_with_the_reason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<IngestionException>(() => AvroSchemas.ParseRecord(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}""", "uuid")]
    [InlineData("""{"type":"bytes","logicalType":"decimal"}""", "decimal")]
    [InlineData("""{"type":"int","logicalType":"timestamp-millis"}""", "timestamp-millis")]
    [InlineData("""{"type":"long","logicalType":"nobody-knows-it"}""", "nobody-knows-it")]
    public void A_logical_type_that_does_not_fit_is_kept_and_harms_nothing(string json, string logical) =>
        Assert.Equal(logical, AvroSchemas.LogicalType(AvroSchemas.Parse(json)));

    [Fact]
    public void A_schema_may_use_names_of_others() => Assert.Equal(
        "R",
        AvroSchemas.ParseRecord(
            """{"type":"record","name":"R","fields":[{"name":"a","type":"t.B"}]}""",
            """{"type":"enum","name":"C","namespace":"t","symbols":["X"]}""",
            """{"type":"record","name":"B","namespace":"t","fields":[{"name":"c","type":"C"}]}""").Name);
}
