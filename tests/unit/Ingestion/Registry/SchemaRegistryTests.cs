using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Registry;

public sealed class SchemaRegistryTests : IDisposable
{
    private readonly FakeRegistry _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_schema_is_asked_for_once()
    {
        _server.Add(7, "\"int\"");
        using SchemaRegistry registry = Open();

        RegisteredSchema? first = registry.Find(7, CancellationToken.None);
        RegisteredSchema? second = registry.Find(7, CancellationToken.None);

        Assert.Equal(("AVRO", "\"int\""), (first?.Type, first?.Text));
        Assert.Same(first, second);
        Assert.Equal(["/schemas/ids/7"], _server.Requests);
    }

    [Fact]
    public void An_unknown_id_is_asked_for_a_few_times_and_then_not_for_a_while()
    {
        using SchemaRegistry registry = Open();

        Assert.Null(registry.Find(-1, CancellationToken.None));
        Assert.Null(registry.Find(-1, CancellationToken.None));

        Assert.Equal(Enumerable.Repeat("/schemas/ids/-1", 3), _server.Requests);
    }

    [Fact]
    public void References_come_in_the_order_in_which_they_can_be_parsed()
    {
        _server.Add(1, "outer", null, ("t.B", "b"), ("t.C", "c"));
        _server.Put("/subjects/b/versions/1", """{"schema":"B","references":[{"name":"t.C","subject":"c","version":1}]}""");
        _server.Put("/subjects/c/versions/1", """{"schema":"C"}""");
        using SchemaRegistry registry = Open();

        Assert.Equal([new SchemaReference("t.C", "C"), new SchemaReference("t.B", "B")], registry.Find(1, CancellationToken.None)!.References);
    }

    [Theory]
    [InlineData(500, "answers 500")]
    [InlineData(401, "check stream.kafka.decoder.prop.basic.auth.credentials.source")]
    [InlineData(404, "check the path of stream.kafka.decoder.prop.schema.registry.rest.url")]
    public void An_answer_that_settles_nothing_is_tried_again_later_and_says_what_to_check(int status, string text)
    {
        _server.Add(1, "\"int\"");
        _server.Status = status;
        using SchemaRegistry registry = Open();

        Assert.Contains(text, Assert.Throws<DecoderUnavailableException>(() => registry.Find(1, CancellationToken.None)).Message, StringComparison.Ordinal);
        _server.Status = 0;
        Assert.NotNull(registry.Find(1, CancellationToken.None));
    }

    [Fact]
    public void The_next_address_is_asked_if_one_does_not_answer()
    {
        _server.Add(1, "\"int\"");
        using SchemaRegistry registry = Open(("schema.registry.rest.url", $"http://127.0.0.1:1, {_server.Address}/"));

        Assert.NotNull(registry.Find(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_wait_for_an_answer_ends_when_the_partition_stops()
    {
        _server.IsHung = true;
        using SchemaRegistry registry = Open();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => registry.Find(1, stop.Token), TestContext.Current.CancellationToken))
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("basic.auth.credentials.source=USER_INFO schema.registry.basic.auth.user.info=ann:se:cret", "Basic YW5uOnNlOmNyZXQ=")]
    [InlineData("basic.auth.credentials.source=user_info basic.auth.user.info=ann:x", "Basic YW5uOng=")]
    [InlineData("schema.registry.rest.url=http://ann:p%40@HOST", "Basic YW5uOnBA")]
    [InlineData("bearer.auth.credentials.source=STATIC_TOKEN bearer.auth.token=abc", "Bearer abc")]
    public void Logins_are_sent(string properties, string header)
    {
        _server.Add(1, "\"int\"");
        string host = _server.Address["http://".Length..];
        using SchemaRegistry registry = Open([.. properties.Split(' ').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1].Replace("HOST", host, StringComparison.Ordinal)))]);

        registry.Find(1, CancellationToken.None);

        Assert.Equal([$"/schemas/ids/1 {header}"], _server.Requests);
    }

    [Theory]
    [InlineData("", "Missing required property 'schema.registry.rest.url'")]
    [InlineData("schema.registry.rest.url=ftp://x", "is no http or https address")]
    [InlineData("schema.registry.rest.url=http://x basic.auth.credentials.source=USER_INFO", "add stream.kafka.decoder.prop.schema.registry.basic.auth.user.info")]
    [InlineData("schema.registry.rest.url=http://x basic.auth.credentials.source=NO", "write USER_INFO, URL or SASL_INHERIT")]
    [InlineData("schema.registry.rest.url=http://x schema.registry.ssl.truststore.location=/nowhere.jks", "schema.registry.ssl.truststore.location '/nowhere.jks' does not exist")]
    public void Wrong_properties_are_refused_by_name(string properties, string message)
    {
        Dictionary<string, string> values = properties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        Assert.Contains(message, Assert.Throws<IngestionException>(() => new SchemaRegistry(new DecoderProperties(values), TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private SchemaRegistry Open(params (string Key, string Value)[] properties) => new(_server.Properties(properties), TimeProvider.System);
}
