using System.Net;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>A config from the time of Kafka 0.9: old classes, ZooKeeper, shaded names.</summary>
public sealed class OldNamesTests(KafkaBroker kafka, GuideServer server)
{
    [Fact]
    public async Task A_config_with_the_oldest_names_works_and_a_high_level_consumer_is_refused_with_the_cure()
    {
        await kafka.CreateTopicAsync("legacy", 1);
        await kafka.ProduceAsync("legacy", 0, Enumerable.Range(0, 5).Select(i => $$"""{"ts":{{1_700_000_000_000 + i}},"uuid":"u{{i}}","count":{{i}}}"""));
        RestClient client = await server.StartedAsync();
        ExampleTable table = new ExampleTable("old-names").With(("stream.kafka.broker.list", await kafka.AddressAsync("SASL_PLAINTEXT")));

        RestAnswer refused = await table.With(("stream.kafka.consumer.type", "highLevel")).PostAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("high level consumer is not supported; write 'lowlevel'", refused.Body, StringComparison.Ordinal);

        await table.With(("stream.kafka.consumer.type", "simple")).CreateAsync(client);
        await client.ExpectAsync(10, "SELECT SUM(\"count\") FROM legacy");
    }
}
