using System.Text;
using Microsoft.AspNetCore.Http;
using Query;
using Web.Rest;

namespace UnitTests.Web.Rest;

public sealed class QueryBodyTests
{
    [Theory]
    [InlineData("""{"sql":"select 1","queryOptions":"timeoutMs=5; ;numGroupsLimit = 7","trace":true}""", "timeoutMs=5 numGroupsLimit=7 trace=true")]
    [InlineData("""{"sql":"select 1","queryOptions":{"timeoutMs":5},"trace":"true"}""", "timeoutMs=5 trace=true")]
    [InlineData("""{"sql":"select 1","queryOptions":"trace=false;a=b=c","trace":true}""", "trace=false a=b=c")]
    [InlineData("""{"sql":"select 1","queryOptions":"","unknown":1}""", "")]
    public async Task Options_come_from_text_object_and_trace(string body, string expected)
    {
        QueryRequest request = await ReadAsync(body);

        Assert.Equal("select 1", request.Sql);
        Assert.Equal(expected, string.Join(' ', request.Options.Select(option => $"{option.Key}={option.Value}")));
    }

    [Theory]
    [InlineData("", "Payload is missing the query string field 'sql'")]
    [InlineData("{}", "Payload is missing the query string field 'sql'")]
    [InlineData("""[{"sql":"select 1"}]""", "Payload is missing the query string field 'sql'")]
    [InlineData("sql=select+1", "the body is not JSON")]
    [InlineData("""{"sql":""", "the body is not JSON")]
    public async Task A_body_without_a_statement_is_refused(string body, string message)
    {
        QueryBodyException exception = await Assert.ThrowsAsync<QueryBodyException>(() => ReadAsync(body));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sql":"select 1","queryOptions":"timeoutMs"}""", "Chunk [timeoutMs] is not a valid entry")]
    [InlineData("""{"sql":"select 1","queryOptions":null}""", "Chunk [null] is not a valid entry")]
    public async Task Options_without_a_value_are_refused_by_name(string body, string message)
    {
        QueryOptionsException exception = await Assert.ThrowsAsync<QueryOptionsException>(() => ReadAsync(body));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_statement_is_the_word_null() => Assert.Equal("null", (await ReadAsync("""{"sql":null}""")).Sql);

    private static Task<QueryRequest> ReadAsync(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        DefaultHttpContext context = new();
        context.Request.Body = new MemoryStream(bytes);
        context.Request.ContentLength = bytes.Length;
        return QueryBody.ReadAsync(context.Request);
    }
}
