using Ingestion.Sources;

namespace UnitTests.Ingestion.Transforms;

public sealed class TimeCheckTests
{
    private const string Checked = """{"rowTimeValueCheck":true}""";

    [Theory]
    [InlineData("LONG", "1:MILLISECONDS:EPOCH", "1707613200000", true)]
    [InlineData("LONG", "1:MILLISECONDS:EPOCH", "1000", false)]
    [InlineData("LONG", "1:MILLISECONDS:EPOCH", "-64000000000000", false)]
    [InlineData("LONG", "1:MILLISECONDS:EPOCH", "-9223372036854775808", false)]
    [InlineData("LONG", "1:SECONDS:EPOCH", "9223372036854775807", false)]
    [InlineData("INT", "1:DAYS:EPOCH", "19764", true)]
    [InlineData("INT", "1:DAYS:EPOCH", "-740000", false)]
    [InlineData("TIMESTAMP", "TIMESTAMP", "\"2024-02-11\"", true)]
    [InlineData("TIMESTAMP", "TIMESTAMP", "253402300800000", false)]
    [InlineData("STRING", "1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd", "\"2024-02-11\"", true)]
    [InlineData("STRING", "1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd", "\"0001-01-01\"", false)]
    [InlineData("STRING", "1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd tz(Asia/Tokyo)", "\"0001-01-01\"", false)]
    [InlineData("STRING", "1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd", "\"11.2.2024\"", false)]
    [InlineData("LONG", "1:DAYS:SIMPLE_DATE_FORMAT:yyyyMMdd", "20240211", true)]
    [InlineData("LONG", "1:DAYS:SIMPLE_DATE_FORMAT:yyyyMMdd", "19000101", false)]
    public void Times_of_our_age_pass(string type, string format, string value, bool passes)
    {
        using PipelineFixture table = new("a:INT", Checked, $$"""{"name":"ts","dataType":"{{type}}","format":"{{format}}","granularity":"1:DAYS"}""");

        string answer = table.Decode($$"""{"a":1,"ts":{{value}}}""");

        Assert.True(passes == answer.StartsWith("1|", StringComparison.Ordinal), answer);
        Assert.True(passes || answer.StartsWith("column 'ts': the time value '", StringComparison.Ordinal), answer);
    }

    [Theory] // letters that mean another thing in .NET, or nothing
    [InlineData("yyyy-DDD", "2024-042")]
    [InlineData("YYYY-MM-dd", "2024-02-11")]
    [InlineData("xxxx-'W'ww-e", "2024-W06-7")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2024-02-11T01:00:00.000+0000")]
    [InlineData("yyyy MMM d, h a", "2024 Feb 11, 1 AM")]
    public void Patterns_have_the_letters_of_Java(string pattern, string value)
    {
        string escaped = pattern.Replace("\"", "\\\"", StringComparison.Ordinal);
        using PipelineFixture table = new("a:INT", Checked, $$"""{"name":"ts","dataType":"STRING","format":"SIMPLE_DATE_FORMAT|{{escaped}}","granularity":"1:DAYS"}""");

        Assert.Equal($"1|'{value}'", table.Decode($$"""{"a":1,"ts":"{{value}}"}"""));
    }

    [Fact]
    public void No_time_passes_and_an_impossible_one_becomes_none_where_errors_may_pass()
    {
        const string Time = """{"name":"ts","dataType":"LONG","format":"1:MILLISECONDS:EPOCH","granularity":"1:DAYS"}""";
        using PipelineFixture table = new("a:INT", """{"rowTimeValueCheck":true,"continueOnError":true}""", Time);

        Assert.Equal("1|null", table.Decode("""{"a":1}"""));
        Assert.Equal(0, table.Rows.Incomplete);
        Assert.Equal("1|null", table.Decode("""{"a":1,"ts":-64000000000000}"""));
        Assert.Equal(1, table.Rows.Incomplete);
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_refused_when_the_table_is_made() => Assert.Contains(
        "cannot read times of column 'ts' by its format",
        Assert.Throws<IngestionException>(() => new PipelineFixture("a:INT", Checked, """{"name":"ts","dataType":"STRING","format":"SIMPLE_DATE_FORMAT|yyyy|Mars/Olympus","granularity":"1:DAYS"}""")).Message,
        StringComparison.Ordinal);
}
