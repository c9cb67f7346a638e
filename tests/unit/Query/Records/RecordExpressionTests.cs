using System.Numerics;
using global::Query;
using global::Query.Records;

namespace UnitTests.Query.Records;

public sealed class RecordExpressionTests
{
    [Theory]
    [InlineData("toEpochSeconds(ts)", 1_707_658_485_123L, 1_707_658_485L)]
    [InlineData("toEpochSeconds(ts)", "1707658485123", 1_707_658_485L)]
    [InlineData("toEpochSeconds(ts)", 5, 0L)]
    [InlineData("to_epoch_SECONDS(ts)", 5000L, 5L)]
    [InlineData("upper(a)", "straße", "STRASSE")]
    [InlineData("upper(a)", 5, "5")]
    [InlineData("upper(a)", true, "TRUE")]
    [InlineData("concat(a, 'x', '-')", 1.0, "1.0-x")]
    [InlineData("concat(a, 'x', '-')", 1e10, "1.0E10-x")]
    [InlineData("a + 1", 3, 4.0)]
    [InlineData("a + 1", "3", 4.0)]
    [InlineData("a", 1.5f, 1.5f)]
    [InlineData("'literal'", null, "literal")]
    [InlineData("5", null, 5)]
    [InlineData("cast(a as int)", 1e300, int.MaxValue)]
    [InlineData("cast(a as varchar)", 42, "42")]
    [InlineData("cast(a as long)", " 42 ", 42L)]
    [InlineData("case when a > 0 then 'pos' when a < 0 then 'neg' else 'other' end", -7, "neg")]
    [InlineData("case when a > 0 then 'pos' when a < 0 then 'neg' else 'other' end", null, "other")]
    [InlineData("coalesce(b, a, 'c')", 7, 7)]
    [InlineData("coalesce(b, a, 'c')", null, "c")]
    [InlineData("nullIf(a, '')", "", null)]
    [InlineData("nullIf(a, '')", "x", "x")]
    [InlineData("isNull(a)", null, true)]
    [InlineData("isNull(a)", "x", false)]
    [InlineData("toEpochDays(a)", null, null)]
    [InlineData("concat(a, 'x')", null, null)]
    [InlineData("toDateTime(a, 'yyyy-MM-dd''T''HH:mm', 'America/New_York')", 1_707_658_485_123L, "2024-02-11T08:34")]
    [InlineData("fromDateTime(a, 'yyyy-MM-dd')", "2024-02-11", 1_707_609_600_000L)]
    [InlineData("dateTrunc('WEEK', a, 'MILLISECONDS', 'America/New_York', 'SECONDS')", 0, -241_200L)]
    [InlineData("md5(toUtf8(a))", "", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("\"__header$name\"", "x", "x")]
    [InlineData("upper(__header$name)", "x", "X")]
    [InlineData("upper(\"a.b\")", "x", "X")]
    public void OneFieldGivesAValue(string expression, object? input, object? wanted) => Assert.Equal(wanted, Evaluate(expression, input));

    [Theory]
    [InlineData("a = 'x'", "x", true)]
    [InlineData("a = 'x'", "y", false)]
    [InlineData("a = 'x'", null, null)]
    [InlineData("a = 'x'", 5, false)]
    [InlineData("a <> '7'", 7.0, false)]
    [InlineData("NOT (a = 'x')", null, null)]
    [InlineData("NOT (a = 'x')", "y", true)]
    [InlineData("a > '1'", 10, true)]
    [InlineData("a > '9'", "10", true)]
    [InlineData("a > 'b'", "a", false)]
    [InlineData("a >= 10", "9", false)]
    [InlineData("a = 1", "1", true)]
    [InlineData("a BETWEEN 2 AND 3", 3, true)]
    [InlineData("a BETWEEN 2 AND 3", null, null)]
    [InlineData("a IN ('x', 'y')", "y", true)]
    [InlineData("a NOT IN ('x', 'y')", "y", false)]
    [InlineData("a NOT IN ('x', 'y')", null, null)]
    [InlineData("a LIKE 'x%'", "xylo", true)]
    [InlineData("a IS NULL OR a > 'z'", null, true)]
    [InlineData("a IS NOT NULL", "", true)]
    [InlineData("a IS NOT NULL AND toEpochDays(a) = 0", null, false)]
    [InlineData("strcmp(a, 'x') = 0", "x", true)]
    [InlineData("startsWith(a, 'x')", "xy", true)]
    [InlineData("a = true", "true", true)]
    [InlineData("a = 1", true, true)]
    public void FiltersAreThreeValued(string expression, object? input, object? wanted) => Assert.Equal(wanted, Evaluate(expression, input));

    [Theory]
    [InlineData("jsonFormat(o)", """{"a":{"b":5,"s":"x\n"},"l":[1,2.5,null]}""")]
    [InlineData("jsonPath(o, '$.a.b')", 5)]
    [InlineData("jsonPathString(o, '$.a.s')", "x\n")]
    [InlineData("jsonPathString(o, '$.a')", """{"b":5,"s":"x\n"}""")]
    [InlineData("jsonPathString(o, '$.nope')", null)]
    [InlineData("jsonPathString(o, '$.nope', 'dflt')", "dflt")]
    [InlineData("jsonPathLong(o, '$.a.b')", 5L)]
    [InlineData("jsonPathLong(o, '$.a.s')", long.MinValue)]
    [InlineData("jsonPathLong(o, '$.nope', 9)", 9L)]
    [InlineData("jsonPathDouble(o, '$.nope')", double.NaN)]
    [InlineData("jsonPathExists(o, '$.a.b')", true)]
    [InlineData("jsonPathExists(o, '$.a.c')", false)]
    [InlineData("concat(jsonPath(o, '$.a.s'), 'y')", "x\ny")]
    [InlineData("jsonPath(o, '$.a.b') + 1", 6.0)]
    [InlineData("arrayLength(jsonPathArray(o, '$.l'))", 3)]
    [InlineData("jsonPathLong(jsonFormat(o), '$.l[0]')", 1L)]
    public void MapsAreReadByPath(string expression, object? wanted)
    {
        Dictionary<string, object?> map = new()
        {
            ["a"] = new Dictionary<string, object?> { ["b"] = 5, ["s"] = "x\n" },
            ["l"] = new List<object?> { 1, 2.5, null },
        };

        Assert.Equal(wanted, Evaluate(expression, map));
    }

    [Fact]
    public void ListsKeepTheirEntries()
    {
        List<object?> list = [3, "x", null, new Dictionary<string, object?> { ["k"] = 1.0 }];

        Assert.Equal("""[3,"x",null,{"k":1.0}]""", Evaluate("jsonFormat(a)", list));
        Assert.Equal(4, Evaluate("arrayLength(a)", list));
        Assert.Equal(new List<object?> { 1, 2, 3 }, Evaluate("jsonPathArray(a, '$.l')", new Dictionary<string, object?> { ["l"] = new List<object?> { 1, 2, 3 } }));
        Assert.Equal(new List<object?> { "a", "b" }, Evaluate("split(a, ' ')", "a b"));
        Assert.Equal(new List<object?>(), Evaluate("jsonPathArrayDefaultEmpty(a, '$.l')", "nojson"));
        Assert.Contains("a list of a message is none", Refusal("arraySortInt(a)", list).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesBeyondTextAndNumbersComeBackAsSuch()
    {
        Assert.Equal(new RecordTimestamp(5), Evaluate("toTimestamp(a)", 5L));
        Assert.Equal("1970-01-01 00:00:00.005", Evaluate("cast(a as varchar)", new RecordTimestamp(5)));
        Assert.Equal(5L, Evaluate("toEpochDays(a) + 5", new RecordTimestamp(5)) is double days ? (long)days : -1);
        Assert.Equal("12345678901234567890123x", Evaluate("concat(a, 'x')", BigInteger.Parse("12345678901234567890123", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(new RecordDecimal(251, 2), Evaluate("a + 1", new RecordDecimal(151, 2)));
        Assert.Equal(new byte[] { 0x0a }, Evaluate("hexToBytes(a)", "0a"));
        Assert.Equal("aGVsbG8=", Evaluate("toBase64(a)", "hello"u8.ToArray()));
    }

    [Fact]
    public void FieldsAreListedOnceInTheOrderTheyAppear()
    {
        RecordExpression expression = RecordExpression.Compile("concat(b, a, b) = \"the c\" OR a IS NULL");

        Assert.Equal(["b", "a", "the c"], expression.Inputs);
        Assert.Equal(true, expression.Evaluate(["x", "y", "xxy"]));
    }

    [Fact]
    public void AnExpressionFollowsTheTypesOfEachRecord()
    {
        RecordExpression expression = RecordExpression.Compile("concat(a, '!')");

        Assert.Equal("1!", expression.Evaluate([1]));
        Assert.Null(expression.Evaluate([null]));
        Assert.Equal("x!", expression.Evaluate(["x"]));
        Assert.Equal("1.5!", expression.Evaluate([1.5]));
        Assert.Equal("2!", expression.Evaluate([2]));
    }

    [Fact]
    public void PatternsMayStandInFields()
    {
        RecordExpression expression = RecordExpression.Compile("fromDateTime(a, p)");

        Assert.Equal(0L, expression.Evaluate(["1970", "yyyy"]));
        Assert.Equal(86_400_000L, expression.Evaluate(["02.01.1970", "dd.MM.yyyy"]));
    }

    [Theory]
    [InlineData("toEpochSeconds(ts)", "1.5", "toEpochSeconds: '1.5' cannot be read as a whole number")]
    [InlineData("toEpochSeconds(ts)", "", "toEpochSeconds: '' cannot be read as a whole number")]
    [InlineData("fromDateTime(a, 'yyyy')", "bad", "'bad' is no date of the pattern 'yyyy'")]
    [InlineData("a > 1", "true", "'true' cannot be read as a number")]
    [InlineData("hexToBytes(a)", "zz", "hexToBytes")]
    [InlineData("jsonPath(a, '$.x')", "notjson", "jsonPath: 'notjson' is no JSON")]
    public void WhatCannotBeComputedIsSaid(string expression, object? input, string words) =>
        Assert.Contains(words, Refusal(expression, input).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("noSuch(a)", "Unsupported function: noSuch")]
    [InlineData("now()", "now gives another value each time")]
    [InlineData("Groovy({a + b}, a, b)", "use scalar functions")]
    [InlineData("a b", "expected an operator or the end of the expression")]
    [InlineData("upper(", "expected an expression")]
    [InlineData("", "expected")]
    [InlineData("count(*)", "a message has no '*'")]
    public void WhatIsNoExpressionIsRefusedAtOnce(string expression, string words)
    {
        QueryException exception = Assert.Throws<QueryException>(() => RecordExpression.Compile(expression));

        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.Position);
    }

    private static object? Evaluate(string expression, object? input)
    {
        RecordExpression compiled = RecordExpression.Compile(expression);
        object?[] inputs = new object?[compiled.Inputs.Count];
        if (inputs.Length > 0)
        {
            inputs[^1] = input;
        }

        return compiled.Evaluate(inputs);
    }

    private static QueryException Refusal(string expression, object? input) => Assert.Throws<QueryException>(() => Evaluate(expression, input));
}
