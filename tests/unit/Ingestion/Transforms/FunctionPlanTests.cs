using Ingestion.Sources;

namespace UnitTests.Ingestion.Transforms;

public sealed class FunctionPlanTests
{
    [Fact]
    public void Transforms_are_computed_behind_those_they_read()
    {
        using PipelineFixture table = new(
            "c:LONG b:LONG a:LONG",
            """{"transformConfigs":[{"columnName":"c","transformFunction":"plus(b, 1)"},{"columnName":"b","transformFunction":"plus(a, 1)"},{"columnName":"a","transformFunction":"plus(x, 1)"}]}""");

        Assert.Equal("4|3|2", table.Decode("""{"x":1}"""));
        Assert.Equal("11|10|2", table.Decode("""{"x":1,"b":10}"""));
    }

    [Fact]
    public void The_filter_comes_after_the_transforms_and_drops_without_a_fault()
    {
        using PipelineFixture table = new("a:LONG", """{"transformConfigs":[{"columnName":"a","transformFunction":"plus(x, 1)"}],"filterConfig":{"filterFunction":"a > 5"}}""");

        Assert.Equal("2", table.Decode("""{"x":1}"""));
        Assert.Equal("", table.Decode("""{"x":9}"""));
        Assert.Equal(1, table.Rows.Filtered);
    }

    [Fact]
    public void A_row_that_fails_behind_others_of_its_message_takes_them_and_their_counts_back()
    {
        using PipelineFixture table = new("x:INT", """{"complexTypeConfig":{"fieldsToUnnest":["x"]},"filterConfig":{"filterFunction":"x = 2"}}""");

        Assert.Contains("column 'x'", table.Decode("""{"x":[1,2,"no"]}"""), StringComparison.Ordinal);
        Assert.Equal((0, 0), (table.Rows.Count, table.Rows.Filtered));
    }

    [Theory]
    [InlineData("""{"transformConfigs":[{"columnName":"a","transformFunction":"plus(b, 1)"},{"columnName":"b","transformFunction":"plus(a, 1)"}]}""", "Expression cycle found for column 'a'")]
    [InlineData("""{"transformConfigs":[{"columnName":"a","transformFunction":"plus(a, 1)"}]}""", "cannot contain the destination column 'a'")]
    [InlineData("""{"transformConfigs":[{"columnName":"z","transformFunction":"plus(x, 1)"}]}""", "'z' of the transform function must be present in the schema")]
    [InlineData("""{"transformConfigs":[{"columnName":"a","transformFunction":"noSuch(x)"}]}""", "Unsupported function: noSuch")]
    [InlineData("""{"transformConfigs":[{"columnName":"a","transformFunction":"Groovy({x}, x)"}]}""", "Groovy is not supported")]
    [InlineData("""{"transformConfigs":[{"columnName":"a","transformFunction":"x"},{"columnName":"a","transformFunction":"y"}]}""", "Duplicate transform config found for column 'a'")]
    [InlineData("""{"filterConfig":{"filterFunction":"noSuch(x)"}}""", "Invalid filter function")]
    public void What_cannot_be_computed_is_refused_by_name(string ingestion, string message) => Assert.Contains(
        message, Assert.Throws<IngestionException>(() => new PipelineFixture("a:LONG b:LONG", ingestion)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_transform_into_a_field_that_another_reads_needs_no_column()
    {
        using PipelineFixture table = new("a:LONG", """{"transformConfigs":[{"columnName":"a","transformFunction":"plus(z, 1)"},{"columnName":"z","transformFunction":"plus(x, 1)"}]}""");

        Assert.Equal("3", table.Decode("""{"x":1}"""));
    }
}
