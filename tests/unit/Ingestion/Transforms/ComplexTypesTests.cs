using System.Globalization;

namespace UnitTests.Ingestion.Transforms;

public sealed class ComplexTypesTests
{
    [Theory]
    [InlineData("""{"complexTypeConfig":{}}""", """{"a":{"b":{"c":1},"d":"x"}}""", "1|'x'")]
    [InlineData("""{"complexTypeConfig":{}}""", """{"a":{"b":7,"d":["x"]}}""", "null|'x'")]
    [InlineData("""{"complexTypeConfig":{"collectionNotUnnestedToJson":"ALL"}}""", """{"a":{"d":["x",2]}}""", """null|'["x",2]'""")]
    [InlineData("""{"complexTypeConfig":{"prefixesToRename":{"old.":"a."}}}""", """{"old":{"b":{"c":5},"d":"y"}}""", "5|'y'")]
    public void Objects_become_fields_of_long_names(string ingestion, string message, string row)
    {
        using PipelineFixture table = new("a.b.c:INT a.d:STRING", ingestion);

        Assert.Equal(row, table.Decode(message));
    }

    [Fact]
    public void Listed_lists_multiply_the_row_in_the_order_of_their_names()
    {
        using PipelineFixture table = new("id:INT x.v:INT y:STRING", """{"complexTypeConfig":{"fieldsToUnnest":["y","x"]}}""");

        Assert.Equal("1|1|'a'\n1|1|'b'\n1|2|'a'\n1|2|'b'", table.Decode("""{"id":1,"x":[{"v":1},{"v":2}],"y":["a","b"]}"""));
        Assert.Equal("1|null|'a'", table.Decode("""{"id":1,"x":[],"y":["a"]}"""));
    }

    [Fact]
    public void Lists_within_listed_lists_multiply_it_too()
    {
        using PipelineFixture table = new("x.v:INT x.y.w:INT", """{"complexTypeConfig":{"fieldsToUnnest":["x","x.y"]}}""");

        Assert.Equal("1|1\n1|2\n2|3", table.Decode("""{"x":[{"v":1,"y":[{"w":1},{"w":2}]},{"v":2,"y":[{"w":3}]}]}"""));
    }

    [Fact]
    public void A_message_that_would_become_too_many_rows_is_rejected_whole_and_names_its_lists()
    {
        using PipelineFixture table = new("x:INT y:INT", """{"complexTypeConfig":{"fieldsToUnnest":["x","y"]}}""");
        string list = string.Join(',', Enumerable.Range(0, 320).Select(number => number.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(
            "complexTypeConfig.fieldsToUnnest: the message would become more than 100000 rows: 'x' of 320 entries times 'y' of 320 entries",
            table.Decode($$"""{"x":[{{list}}],"y":[{{list}}]}"""));
        Assert.Equal(0, table.Rows.Count);
        Assert.Equal("1|null", table.Decode("""{"x":[1]}"""));
    }

    [Fact]
    public void Many_lists_multiply_without_being_built_first()
    {
        // 10^12 rows, each cheap to reject once the limit is met.
        using PipelineFixture table = new("a:INT", """{"complexTypeConfig":{"fieldsToUnnest":["a","b","c","d","e","f"]}}""");
        string list = string.Join(',', Enumerable.Range(0, 100));

        Assert.Contains("more than 100000 rows", table.Decode($$"""{"a":[{{list}}],"b":[{{list}}],"c":[{{list}}],"d":[{{list}}],"e":[{{list}}],"f":[{{list}}]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_nobody_wants_cost_nothing_however_they_are_named()
    {
        // A name of 100,000 characters before each of 10,000 fields would be 2 GB of names.
        using PipelineFixture table = new("a.b:INT", """{"complexTypeConfig":{}}""");
        string many = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"f{number.ToString(CultureInfo.InvariantCulture)}\":1"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("7", table.Decode($$$"""{"a":{"{{{new string('k', 100_000)}}}":{{{{many}}}},"b":7}}"""));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void Renamed_fields_are_limited_in_depth_length_and_number()
    {
        using PipelineFixture table = new("n.b:INT", """{"complexTypeConfig":{"prefixesToRename":{"o.":"n."}}}""");
        string deep = string.Concat(Enumerable.Repeat("{\"d\":", 200)) + "1" + new string('}', 200);

        Assert.StartsWith("complexTypeConfig: field 'o.d.d.", table.Decode($$"""{"o":{{deep}}}"""), StringComparison.Ordinal);
        Assert.EndsWith("is nested deeper than 100 levels", table.Decode($$"""{"o":{{deep}}}"""), StringComparison.Ordinal);
        Assert.EndsWith("is longer than 1024 characters", table.Decode($$$$"""{"o":{"{{{{new string('k', 2000)}}}}":{"x":1}}}"""), StringComparison.Ordinal);
        Assert.Equal("3", table.Decode("""{"o":{"b":3}}"""));
    }

    [Fact]
    public void A_renamed_field_may_not_take_the_place_of_another()
    {
        using PipelineFixture table = new("n.b:INT", """{"complexTypeConfig":{"prefixesToRename":{"o.":"n."}}}""");

        Assert.Contains("field 'o.b' would become 'n.b', which the message has already", table.Decode("""{"o":{"b":3},"n":{"b":4}}"""), StringComparison.Ordinal);
    }
}
