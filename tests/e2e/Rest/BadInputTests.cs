using System.Net;
using System.Text.Json;
using EndToEndTests.Kafka;
using EndToEndTests.Scenarios;

namespace EndToEndTests.Rest;

/// <summary>Bad input is a 4xx that names the field, and leaves nothing behind.</summary>
public sealed class BadInputTests(DemoServer demo, KafkaBroker kafka)
{
    [Theory]
    [InlineData("""{"schemaName":"bad_one","metricFieldSpecs":[{"name":"n","dataType":"NUMBER"}]}""", "NUMBER")]
    [InlineData("""{"schemaName":"bad/one"}""", "bad/one")]
    [InlineData("""{"dimensionFieldSpecs":[]}""", "schemaName")]
    [InlineData("""not json""", "JSON")]
    public async Task A_wrong_schema_is_refused_by_name(string schema, string named)
    {
        using RestClient client = new(await demo.StartedAsync());

        RestAnswer answer = await client.SendAsync(HttpMethod.Post, "/schemas", schema);

        AssertRefused(answer, named);
        Assert.DoesNotContain("bad", (await client.GetAsync("/schemas")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"stream.kafka.topic.name\":\"half\"", "\"stream.kafka.topic.name\":\"\"", "stream.kafka.topic.name")]
    [InlineData("\"stream.kafka.topic.name\":\"half\"", "\"stream.kafka.topic.name\":\"no_such_topic\"", "no_such_topic")]
    [InlineData("KafkaJSONMessageDecoder", "NoSuchDecoder", "NoSuchDecoder")]
    [InlineData("\"realtime.segment.flush.threshold.time\":\"24h\"", "\"realtime.segment.flush.threshold.time\":\"soon\"", "soon")]
    [InlineData("\"timeColumnName\":\"ts\"", "\"timeColumnName\":\"no_such_column\"", "no_such_column")]
    public async Task A_wrong_table_config_leaves_neither_table_nor_schema(string right, string wrong, string named)
    {
        using RestClient client = new(await demo.StartedAsync());
        string config = NumberTable.Config("half", await kafka.AddressAsync(), 1000);
        Assert.Contains(right, config, StringComparison.Ordinal);

        RestAnswer answer = await client.SendAsync(
            HttpMethod.Post,
            "/tableConfigs",
            $$"""{"tableName":"half","schema":{{NumberTable.Schema("half")}},"realtime":{{config.Replace(right, wrong, StringComparison.Ordinal)}} }""");

        AssertRefused(answer, named);
        Assert.DoesNotContain("half", (await client.GetAsync("/tables")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("half", (await client.GetAsync("/schemas")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_nobody_answers_at_is_named()
    {
        using RestClient client = new(await demo.StartedAsync());
        string config = NumberTable.Config("nobody", "127.0.0.1:1", 1000);

        RestAnswer answer = await client.SendAsync(
            HttpMethod.Post, "/tableConfigs", $$"""{"tableName":"nobody","schema":{{NumberTable.Schema("nobody")}},"realtime":{{config}} }""");

        Assert.True((int)answer.Status >= 400, answer.Body);
        Assert.Contains("127.0.0.1:1", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", (await client.GetAsync("/tables")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tables/no_such_table/pauseStatus")]
    [InlineData("/tables/no_such_table")]
    [InlineData("/no/such/route")]
    public async Task What_does_not_exist_is_a_404_with_code_and_error(string path)
    {
        using RestClient client = new(await demo.StartedAsync());

        RestAnswer answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(404, answer.Json.GetProperty("code").GetInt32());
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
    }

    private static void AssertRefused(RestAnswer answer, string named)
    {
        Assert.InRange((int)answer.Status, 400, 499);
        JsonElement error = answer.Json;
        Assert.Equal((int)answer.Status, error.GetProperty("code").GetInt32());
        Assert.Contains(named, error.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }
}
