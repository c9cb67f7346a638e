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

        RegisteredSchema? first = registry.Schemas.Find(7, CancellationToken.None, out _);
        RegisteredSchema? second = registry.Schemas.Find(7, CancellationToken.None, out _);

        Assert.Equal(("AVRO", "\"int\""), (first?.Type, first?.Text));
        Assert.Same(first, second);
        Assert.Equal(["/schemas/ids/7"], _server.Requests);
    }

    [Fact]
    public void An_unknown_id_is_asked_for_a_few_times_and_then_not_for_a_while()
    {
        using SchemaRegistry registry = Open();

        Assert.Null(registry.Schemas.Find(-1, CancellationToken.None, out _));
        Assert.Null(registry.Schemas.Find(-1, CancellationToken.None, out _));

        Assert.Equal(Enumerable.Repeat("/schemas/ids/-1", 3), _server.Requests);
    }

    [Theory]
    [InlineData(404, 40403, "does not know the schema with id 5: 40403 (said)")]
    [InlineData(404, 40401, "does not know the schema with id 5: 40401 (said)")]
    [InlineData(422, 42202, "does not give the schema with id 5: 42202 (said)")]
    public void What_the_registry_will_never_give_is_told_with_the_registry_and_what_it_says(int status, int code, string text)
    {
        _server.Fail(status, $$"""{"error_code":{{code}},"message":"said"}""");
        using SchemaRegistry registry = Open(("schema.registry.rest.url", _server.Address.Replace("//", "//ann:secret@", StringComparison.Ordinal)));

        Assert.Null(registry.Schemas.Find(5, CancellationToken.None, out string? first));
        Assert.Null(registry.Schemas.Find(5, CancellationToken.None, out string? again));

        Assert.Equal($"the schema registry {_server.Address} {text}", first);
        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData(401, 40101)]
    [InlineData(403, 40301)]
    [InlineData(429, 42901)]
    [InlineData(500, 50001)]
    [InlineData(404, 404)]
    public void What_may_change_is_tried_again_later_and_told_as_the_registry_says_it(int status, int code)
    {
        _server.Fail(status, $$"""{"error_code":{{code}},"message":"said"}""");
        using SchemaRegistry registry = Open(("schema.registry.basic.auth.user.info", "ann:secret"));

        string message = Assert.Throws<DecoderUnavailableException>(() => registry.Schemas.Find(5, CancellationToken.None, out _)).Message;

        Assert.StartsWith($"the schema registry {_server.Address} answers {code} (said) to /schemas/ids/5", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_none_or_too_large_is_told_as_such()
    {
        _server.Put("/schemas/ids/1", "<html>");
        _server.Put("/schemas/ids/2", new string(' ', 17 << 20));
        using SchemaRegistry registry = Open();

        Assert.Contains("its answer is no JSON; is there another service", Assert.Throws<DecoderUnavailableException>(() => registry.Schemas.Find(1, CancellationToken.None, out _)).Message, StringComparison.Ordinal);
        Assert.Contains("its answer is larger than 16 MB", Assert.Throws<DecoderUnavailableException>(() => registry.Schemas.Find(2, CancellationToken.None, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_made_ready_are_the_same_object_and_never_very_many()
    {
        BoundedCache<int, string> cache = new();
        for (int i = 0; i < 10_000; i++)
        {
            cache.Add(i, "x");
            Assert.InRange(cache.Count, 1, BoundedCache<int, string>.MaxEntries);
        }

        _server.Add(1, "\"int\"");
        using SchemaRegistry registry = Open();
        KnownSchemas<int, object> known = new(registry.Schemas, SchemaRegistry.NameOf, _ => new object(), CancellationToken.None);

        Assert.Null(known.Find(1, out object? first));
        Assert.Contains("does not know the schema with id 2", known.Find(2, out object? none), StringComparison.Ordinal);
        Assert.Null(known.Find(1, out object? second));
        Assert.Same(first, second);
        Assert.Null(none);
    }

    [Fact]
    public void References_come_in_the_order_in_which_they_can_be_parsed()
    {
        _server.Add(1, "outer", null, ("t.B", "b"), ("t.C", "c"));
        _server.Put("/subjects/b/versions/1", """{"schema":"B","references":[{"name":"t.C","subject":"c","version":1}]}""");
        _server.Put("/subjects/c/versions/1", """{"schema":"C"}""");
        using SchemaRegistry registry = Open();

        Assert.Equal([new SchemaReference("t.C", "C"), new SchemaReference("t.B", "B")], registry.Schemas.Find(1, CancellationToken.None, out _)!.References);
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

        Assert.Contains(text, Assert.Throws<DecoderUnavailableException>(() => registry.Schemas.Find(1, CancellationToken.None, out _)).Message, StringComparison.Ordinal);
        _server.Status = 0;
        Assert.NotNull(registry.Schemas.Find(1, CancellationToken.None, out _));
    }

    [Fact]
    public void The_next_address_is_asked_if_one_does_not_answer()
    {
        _server.Add(1, "\"int\"");
        using SchemaRegistry registry = Open(("schema.registry.rest.url", $"http://127.0.0.1:1, {_server.Address}/"));

        Assert.NotNull(registry.Schemas.Find(1, CancellationToken.None, out _));
    }

    [Fact]
    public async Task A_wait_for_an_answer_ends_when_the_partition_stops()
    {
        _server.IsHung = true;
        using SchemaRegistry registry = Open();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => registry.Schemas.Find(1, stop.Token, out _), TestContext.Current.CancellationToken))
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

        registry.Schemas.Find(1, CancellationToken.None, out _);

        Assert.Equal([$"/schemas/ids/1 {header}"], _server.Requests);
    }

    [Theory]
    [InlineData("", "Missing required property 'schema.registry.rest.url'")]
    [InlineData("schema.registry.rest.url=ftp://x", "is no http or https address")]
    [InlineData("schema.registry.rest.url=ftp://ann:secret@x", "stream.kafka.decoder.prop.schema.registry.rest.url 'ftp://x' is no http or https address")]
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
