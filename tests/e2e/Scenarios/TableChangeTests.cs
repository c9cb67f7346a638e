using System.Net;
using System.Text.Json.Nodes;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>What may change about a live table and what may not, and that no refusal tells a secret.</summary>
public sealed class TableChangeTests(KafkaBroker kafka)
{
    private const string Secret = "hunter2-nobody-may-see-this";

    private static readonly (string StreamConfigs, string Named)[] FaultsBesideSecrets =
    [
        ("""{"sasl.mechanism":"PLAIN"}""", "sasl.jaas.config"),
        ("""{"sasl.mechanism":"MAGIC"}""", "sasl.mechanism 'MAGIC' is unknown"),
        ("""{"sasl.mechanism":"PLAIN","sasl.jaas.config":"x.PlainLoginModule required username=\"a\" password=\"SECRET"}""", "a quote is not closed"),
        ("""{"sasl.mechanism":"PLAIN","sasl.jaas.config":"x.PlainLoginModule SECRET"}""", "required, requisite"),
        ("""{"sasl.mechanism":"PLAIN","sasl.jaas.config":["SECRET"]}""", "sasl.jaas.config"),
        ("""{"sasl.mechanism":"PLAIN","sasl.jaas.config":{"password":"SECRET"}}""", "sasl.jaas.config"),
        ("""{"security.protocol":"SSL","ssl.truststore.location":"/nowhere/t.jks","ssl.truststore.password":"SECRET"}""", "/nowhere/t.jks"),
        ("""{"stream.kafka.decoder.class.name":"com.example.Nope","stream.kafka.decoder.prop.schema.registry.basic.auth.user.info":"me:SECRET"}""", "com.example.Nope"),
        ("""{"realtime.segment.flush.threshold.rows":"many","sasl.jaas.config":"SECRET"}""", "realtime.segment.flush.threshold.rows"),
    ];

    [Fact]
    public async Task What_the_rows_of_keys_were_made_by_changes_only_by_force()
    {
        const string Name = "change_keys";
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        JsonObject schema = JsonNode.Parse(NumberTable.Schema(Name))!.AsObject();
        schema["primaryKeyColumns"] = new JsonArray("part");
        JsonObject config = JsonNode.Parse(NumberTable.Config(Name, await kafka.AddressAsync(), 1_000))!.AsObject();
        config["routing"] = new JsonObject { ["instanceSelectorType"] = "strictReplicaGroup" };
        config["upsertConfig"] = new JsonObject { ["mode"] = "FULL" };
        await StartAsync(server, client, Name, schema, config);
        await kafka.ProduceAsync(Name, 0, [NumberTable.Message(1, 1), NumberTable.Message(1, 2), NumberTable.Message(2, 3)]);
        await client.ExpectAsync(2, $"SELECT COUNT(*) FROM {Name}");
        RestAnswer before = await client.GetAsync($"/tables/{Name}");

        (string Section, string Json, string Named)[] changes =
        [
            ("upsertConfig", """{"mode":"PARTIAL"}""", "Null handling must be enabled for partial upsert tables"),
            ("upsertConfig", """{"mode":"NONE"}""", "upsertConfig.mode (FULL -> NONE)"),
            ("upsertConfig", """{"mode":"FULL","comparisonColumns":["seq"]}""", "upsertConfig.comparisonColumns (null -> [\"seq\"])"),
            ("upsertConfig", """{"mode":"FULL","hashFunction":"MD5"}""", "upsertConfig.hashFunction (NONE -> MD5)"),
            ("segmentsConfig", """{"timeColumnName":"made","replication":"1"}""", "segmentsConfig.timeColumnName (ts -> made)"),
            ("tableIndexConfig", """{"segmentPartitionConfig":{"columnPartitionMap":{"part":{"functionName":"Modulo","numPartitions":1}}}}""", "tableIndexConfig.segmentPartitionConfig (null -> "),
            ("tableIndexConfig", """{"streamConfigs":{"stream.kafka.topic.name":"elsewhere"}}""", "'stream.kafka.topic.name' was 'change_keys' and would be 'elsewhere'"),
        ];
        foreach ((string section, string json, string named) in changes)
        {
            RestAnswer answer = await client.SendAsync(HttpMethod.Put, $"/tables/{Name}", Changed(config, section, json));
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.StartsWith($"Invalid table config: {Name} with error: ", answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.Contains(named, answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        JsonObject keyless = schema.DeepClone().AsObject();
        keyless["primaryKeyColumns"] = new JsonArray("part", "note");
        RestAnswer refused = await client.SendAsync(HttpMethod.Put, $"/schemas/{Name}", keyless.ToJsonString());
        Assert.Contains("'primaryKeyColumns' was [part] and would be [part, note]", refused.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);

        Assert.Equal(before.Body, (await client.GetAsync($"/tables/{Name}")).Body);
        await kafka.ProduceAsync(Name, 0, [NumberTable.Message(2, 4)]);
        await client.ExpectAsync(4, $"SELECT MAX(seq) FROM {Name}");
        await client.ExpectAsync(2, $"SELECT COUNT(*) FROM {Name}");

        RestAnswer forced = await client.SendAsync(HttpMethod.Put, $"/tables/{Name}?force=true", Changed(config, "upsertConfig", """{"mode":"FULL","comparisonColumns":["seq"]}"""));
        Assert.Equal((HttpStatusCode.OK, $"Table config updated for {Name}"), (forced.Status, forced.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_may_change_takes_effect()
    {
        const string Name = "change_plain";
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        JsonObject schema = JsonNode.Parse(NumberTable.Schema(Name))!.AsObject();
        JsonObject config = JsonNode.Parse(NumberTable.Config(Name, await kafka.AddressAsync(), 1_000))!.AsObject();
        await StartAsync(server, client, Name, schema, config);
        await kafka.ProduceAsync(Name, 0, [NumberTable.Message(1, 1)]);
        await client.ExpectAsync(1, $"SELECT COUNT(*) FROM {Name}");

        // A column with a transform of its own: stored rows show its default, rows of later segments what it computes.
        schema["dimensionFieldSpecs"]!.AsArray().Add(JsonNode.Parse("""{"name":"loud","dataType":"STRING","defaultNullValue":"quiet","transformFunction":"upper(note)"}"""));
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Put, $"/schemas/{Name}?reload=true", schema.ToJsonString())).Status);
        await client.ExpectAsync(1, $"SELECT COUNT(*) FROM {Name} WHERE loud = 'quiet'");
        await WaitForSealAsync(client, Name);
        await kafka.ProduceAsync(Name, 0, [NumberTable.Message(1, 2)]);
        await client.ExpectAsync(1, $"SELECT COUNT(*) FROM {Name} WHERE loud = 'N2'");

        // A filter holds for the messages from now on.
        RestAnswer changed = await client.SendAsync(HttpMethod.Put, $"/tables/{Name}", Changed(config, "ingestionConfig", """{"filterConfig":{"filterFunction":"seq < 10"}}"""));
        Assert.True(changed.Status is HttpStatusCode.OK, changed.Body);
        await kafka.ProduceAsync(Name, 0, [NumberTable.Message(1, 3), NumberTable.Message(1, 30)]);
        await client.ExpectAsync(30, $"SELECT MAX(seq) FROM {Name}");
        await client.ExpectAsync(3, $"SELECT COUNT(*) FROM {Name}");

        foreach ((string body, string named) in new[]
        {
            (NumberTable.Schema(Name), "column loud is missing"),
            (schema.ToJsonString().Replace("\"LONG\"", "\"INT\"", StringComparison.Ordinal), "column seq was LONG and would be INT"),
        })
        {
            RestAnswer answer = await client.SendAsync(HttpMethod.Put, $"/schemas/{Name}", body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.StartsWith($"Backward incompatible schema {Name}. Only allow adding new columns. Reason: {named}", answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_refusal_tells_a_secret()
    {
        const string Name = "change_secret";
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.SendAsync(HttpMethod.Post, "/schemas", NumberTable.Schema(Name));
        foreach ((string streamConfigs, string named) in FaultsBesideSecrets)
        {
            JsonObject config = JsonNode.Parse(NumberTable.Config(Name, "127.0.0.1:1", 1_000))!.AsObject();
            JsonObject streams = config["tableIndexConfig"]!["streamConfigs"]!.AsObject();
            streams["security.protocol"] = "SASL_PLAINTEXT";
            streams["ssl.key.password"] = Secret;
            Merge(streams, JsonNode.Parse(streamConfigs.Replace("SECRET", Secret, StringComparison.Ordinal))!.AsObject());
            foreach (string path in new[] { "/tables", "/tables/validate" })
            {
                RestAnswer answer = await client.SendAsync(HttpMethod.Post, path, config.ToJsonString());
                Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
                Assert.Contains(named, answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
                Assert.DoesNotContain(Secret, answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(Secret, server.Log, StringComparison.Ordinal);
    }

    private async Task StartAsync(ServerProcess server, RestClient client, string name, JsonObject schema, JsonObject config)
    {
        await kafka.CreateTopicAsync(name, 1);
        await server.StartAsync(TestContext.Current.CancellationToken);
        schema["dateTimeFieldSpecs"]!.AsArray().Add(JsonNode.Parse("""{"name":"made","dataType":"TIMESTAMP","format":"TIMESTAMP","granularity":"1:MILLISECONDS"}"""));
        await client.CreateTableAsync(schema.ToJsonString(), config.ToJsonString());
    }

    private static async Task WaitForSealAsync(RestClient client, string name)
    {
        DateTime deadline = DateTime.UtcNow.AddSeconds(20);
        while ((await client.GetAsync($"/segments/{name}")).Json[0].GetProperty("REALTIME").GetArrayLength() < 2)
        {
            Assert.True(DateTime.UtcNow < deadline, "the reload did not seal the consuming segment");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // Members of the section come to those that are there.
    private static string Changed(JsonObject config, string section, string json)
    {
        JsonObject changed = config.DeepClone().AsObject();
        changed[section] ??= new JsonObject();
        Merge(changed[section]!.AsObject(), JsonNode.Parse(json)!.AsObject());
        return changed.ToJsonString();
    }

    private static void Merge(JsonObject into, JsonObject change)
    {
        foreach ((string key, JsonNode? value) in change)
        {
            if (into[key] is JsonObject inner && value is JsonObject wish)
            {
                Merge(inner, wish);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
