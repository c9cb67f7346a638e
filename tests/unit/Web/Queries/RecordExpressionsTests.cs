using Ingestion.Records;
using Web.Queries;

namespace UnitTests.Web.Queries;

public sealed class RecordExpressionsTests
{
    [Fact]
    public void DecimalsAndMomentsPassBothWays()
    {
        RecordExpressions expressions = RecordExpressions.Instance;

        Assert.Equal(new DecimalValue(251, 2), expressions.Compile("a + 1").Evaluate([new DecimalValue(151, 2)]));
        Assert.Equal(new TimestampValue(5, 0), expressions.Compile("toTimestamp(a)").Evaluate([5L]));
        Assert.Equal(1L, expressions.Compile("toEpochSeconds(a)").Evaluate([new TimestampValue(1999, 3)]));
        Dictionary<string, object?> map = new() { ["l"] = new List<object?> { new DecimalValue(15, 1) } };
        Assert.Equal("""{"l":[1.5]}""", expressions.Compile("jsonFormat(a)").Evaluate([map]));
    }

    [Fact]
    public void FailuresNameTheExpression()
    {
        RecordExpressions expressions = RecordExpressions.Instance;

        Assert.Contains("'noSuch(a)' cannot be used: Unsupported function: noSuch", Assert.Throws<RecordExpressionException>(() => expressions.Compile("noSuch(a)")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'toEpochSeconds(a)' has no value: toEpochSeconds: 'x' cannot be read as a whole number",
            Assert.Throws<RecordExpressionException>(() => expressions.Compile("toEpochSeconds(a)").Evaluate(["x"])).Message,
            StringComparison.Ordinal);
    }
}
