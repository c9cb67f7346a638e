using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class JsonFunctionsTests
{
    private static readonly TestColumn Json = new("j", SqlType.Text, """{"a":1,"b":{"c":["x","y"]},"d":[1,2.5],"e f":true,"n":null}""");

    [Theory]
    [InlineData("jsonExtractScalar(j, '$.a', 'LONG')", "LONG 1")]
    [InlineData("jsonExtractScalar(j, '$.a', 'STRING')", "STRING 1")]
    [InlineData("jsonExtractScalar(j, '$.b.c[1]', 'STRING')", "STRING y")]
    [InlineData("jsonExtractScalar(j, '$.b.c[-1]', 'STRING')", "STRING y")]
    [InlineData("jsonExtractScalar(j, '$.b', 'STRING')", "STRING {\"c\":[\"x\",\"y\"]}")]
    [InlineData("jsonExtractScalar(j, '$[''e f'']', 'BOOLEAN')", "BOOLEAN true")]
    [InlineData("jsonExtractScalar(j, '$.d[1]', 'DOUBLE')", "DOUBLE 2.5")]
    [InlineData("jsonExtractScalar(j, '$.d', 'INT_ARRAY')", "INT_ARRAY [1,2]")]
    [InlineData("jsonExtractScalar(j, '$.b.c[*]', 'STRING_ARRAY')", "STRING_ARRAY [x,y]")]
    [InlineData("jsonExtractScalar(j, '$..c[0]', 'STRING')", "STRING [\"x\"]")]
    [InlineData("jsonExtractScalar(j, '$.nope', 'INT', -1)", "INT -1")]
    [InlineData("jsonExtractScalar(j, '$.n', 'STRING', 'none')", "STRING none")]
    [InlineData("jsonExtractScalar(j, '$.a', 'INT_ARRAY')", "INT_ARRAY []")]
    public void Values_are_found_by_path_and_typed(string expression, string expected) => Assert.Equal(expected, Calls.Rows(expression, Json));

    [Theory]
    [InlineData("jsonExtractScalar(j, '$.nope', 'INT')", 200, "a row has no value at the path $.nope; give jsonExtractScalar a default as its fourth argument")]
    [InlineData("jsonExtractScalar(j, '$.b', 'INT')", 200, "the value '{\"c\":[\"x\",\"y\"]}' at the path $.b is no INT")]
    [InlineData("jsonExtractScalar(j, 'a', 'INT')", 700, "'a' is no JSON path: it must begin with $")]
    [InlineData("jsonExtractScalar(j, '$.a', 'int')", 700, "'int' is no type of jsonExtractScalar; there are INT, LONG, FLOAT, DOUBLE, BIG_DECIMAL, BOOLEAN, TIMESTAMP, STRING, JSON and their _ARRAY forms")]
    public void What_is_not_there_is_refused_in_plain_words(string expression, int code, string message)
    {
        global::Query.QueryException refusal = Calls.Refusal(expression, Json);

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }
}
