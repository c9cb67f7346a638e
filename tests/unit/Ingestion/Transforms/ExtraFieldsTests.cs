using Ingestion.Sources;

namespace UnitTests.Ingestion.Transforms;

public sealed class ExtraFieldsTests
{
    private const string Config = """{"schemaConformingTransformerConfig":{"indexableExtrasField":"more","unindexableExtrasField":"raw","unindexableFieldSuffix":"_noindex","fieldPathsToDrop":["secret","in.drop"]}}""";

    [Fact]
    public void Fields_that_are_no_columns_are_gathered_by_kind()
    {
        using PipelineFixture table = new("id:INT in.x:INT more:JSON raw:JSON", Config);

        Assert.Equal(
            """1|2|'{"in":{"y":3},"z":[4]}'|'{"in":{"b_noindex":6},"a_noindex":5}'""",
            table.Decode("""{"id":1,"in":{"x":2,"y":3,"drop":0,"b_noindex":6},"z":[4],"a_noindex":5,"secret":"s","none":null}"""));
        Assert.Equal("1|null|null|null", table.Decode("""{"id":1}"""));
    }

    [Fact]
    public void A_long_name_before_many_fields_costs_nothing()
    {
        using PipelineFixture table = new("id:INT more:JSON", """{"schemaConformingTransformerConfig":{"indexableExtrasField":"more"}}""");
        string many = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"f{number}\":1"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.StartsWith("1|'{\"kkk", table.Decode($$$"""{"id":1,"{{{new string('k', 100_000)}}}":{{{{many}}}}}"""), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Theory]
    [InlineData("""{"schemaConformingTransformerConfig":{"mergedTextIndexField":"m"}}""", "mergedTextIndexField' is set, but is not supported")]
    [InlineData("""{"schemaConformingTransformerConfig":{"enableIndexableExtras":"maybe"}}""", "enableIndexableExtras' must be true or false")]
    public void What_is_not_built_is_refused_by_name(string ingestion, string message) => Assert.Contains(
        message, Assert.Throws<IngestionException>(() => new PipelineFixture("id:INT more:JSON", ingestion)).Message, StringComparison.Ordinal);
}
