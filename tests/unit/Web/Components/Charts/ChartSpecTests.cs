using Web.Components.Charts;
using Web.Components.ResultViews;

namespace UnitTests.Web.Components.Charts;

public sealed class ChartSpecTests
{
    [Theory]
    [InlineData("line:x=m;y=c;s=country")]
    [InlineData("number:y=n")]
    [InlineData("stacked:x=a%3Bb;y=c%2Cd,e%20f")]
    public void A_link_carries_it_there_and_back(string text) => Assert.Equal(text, ChartSpec.Parse(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pie:y=n")]
    [InlineData("line")]
    public void What_is_no_chart_is_none(string? text) => Assert.Null(ChartSpec.Parse(text));

    [Theory]
    [InlineData("m:TIMESTAMP n:LONG", "2026-01-01 00:00:00.0|1", "line:x=m;y=n")]
    [InlineData("day:STRING n:LONG", "2026-01-01|1", "line:x=day;y=n")]
    [InlineData("at:LONG n:DOUBLE", "1700000000000|1", "line:x=at;y=n")]
    [InlineData("m:TIMESTAMP c:STRING n:LONG", "2026-01-01 00:00:00.0|de|1/2026-01-01 00:00:00.0|fr|2", "line:x=m;y=n;s=c")]
    [InlineData("c:STRING n:LONG", "de|1/fr|2", "bar:x=c;y=n")]
    [InlineData("c:STRING k:STRING n:LONG", "de|a|1/fr|b|2", "stacked:x=c;y=n;s=k")]
    [InlineData("n:LONG", "7", "number:y=n")]
    [InlineData("n:LONG", "7/8", "line:y=n")]
    [InlineData("a:LONG b:DOUBLE", "7|1/8|2", "scatter:x=a;y=b")]
    [InlineData("c:STRING", "de", null)]
    public void The_answer_decides_what_is_drawn(string columns, string rows, string? expected) =>
        Assert.Equal(expected, ChartColumns.Infer(Table(columns, rows))?.ToString());

    internal static ResultTable Table(string columns, string rows)
    {
        string[][] parts = [.. columns.Split(' ').Select(column => column.Split(':'))];
        object?[][] values = [.. rows.Split('/').Select(row => row.Split('|').Select((text, i) => Read(text, parts[i][1])).ToArray())];
        return new ResultTable(ConsoleContext.Answer([.. parts.Select(part => part[0])], [.. parts.Select(part => part[1])], values));
    }

    private static object? Read(string text, string type) => text == "NULL" ? null : type switch
    {
        "LONG" => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        "DOUBLE" => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        _ => text,
    };
}
