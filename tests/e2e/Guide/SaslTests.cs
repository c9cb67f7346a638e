using System.Net;
using System.Security.Cryptography.X509Certificates;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>The guide's table over SASL_SSL, whose registry asks for a login too.</summary>
public sealed class SaslTests(KafkaBroker kafka, SchemaRegistry registry, GuideServer server)
{
    private const string Topic = "orders";
    private const int Messages = 10;
    private const string Scram = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"alice\" password=\"alice-secret\";";
    private const string UserInfoKey = "stream.kafka.decoder.prop.schema.registry.basic.auth.user.info";

    [Fact]
    public async Task The_orders_table_reads_Avro_with_every_mechanism_and_the_registry_s_login()
    {
        string brokers = await kafka.AddressAsync("SASL_SSL");
        await kafka.CreateTopicAsync(Topic, 1);
        await using RegistryGate gate = await new RegistryGate(await registry.AddressAsync(), IPAddress.Loopback)
        {
            Certificate = X509Certificate2.CreateFromPemFile(Tls("server.pem"), Tls("server.key")),
            Login = "user:password",
        }.OpenAsync();
        RestClient client = await server.StartedAsync();

        // First as the guide has it: the mechanism PLAIN, the module of SCRAM, and a login that the environment may give.
        ExampleTable[] tables =
        [
            Orders("orders_plain"),
            Orders("orders_scram_256").With(("sasl.mechanism", "SCRAM-SHA-256"), ("sasl.jaas.config", Scram)),
            Orders("orders_scram_512").With(("sasl.mechanism", "SCRAM-SHA-512"), ("sasl.jaas.config", Scram)),
        ];
        ExampleTable stranger = Orders("orders_stranger").With((UserInfoKey, "user:hush"));
        foreach (ExampleTable table in tables.Append(stranger))
        {
            await table.CreateAsync(client);
            await client.ExpectNoLagAsync(table.Name); // it starts at the end, so the end must be known before more comes
        }

        await GuideRow.ProduceAsync(
            "events",
            $"python datagen.py --count {Messages} --rate 0 --ts number | python ../produce_avro.py --topic {Topic} --schema ../sasl-ssl/order.avsc"
            + $" --registry {gate.Address} --registry-login user:password --registry-ca '{Tls("ca.pem")}' --bootstrap-server {brokers}"
            + $" -X security.protocol=SASL_SSL -X sasl.mechanism=PLAIN -X sasl.username=user -X sasl.password=password -X ssl.ca.location='{Tls("ca.pem")}'");
        foreach (ExampleTable table in tables)
        {
            await client.ExpectAsync(Messages, $"SELECT COUNT(*) FROM {table.Name}");
            Assert.Equal(Messages, await client.NumberAsync($"SELECT DISTINCTCOUNT(uuid) FROM {table.Name} WHERE ts > '2020-01-01 00:00:00'"));
        }

        string told = await client.ExpectStateAsync(stranger.Name, "Retrying", "401");
        Assert.Contains(UserInfoKey, told, StringComparison.Ordinal);
        await stranger.With((UserInfoKey, "user:password")).UpdateAsync(client);
        await client.ExpectAsync(Messages, $"SELECT COUNT(*) FROM {stranger.Name}");
        Assert.DoesNotContain("hush", told + server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("alice-secret", server.Log, StringComparison.Ordinal);

        ExampleTable Orders(string name) => new ExampleTable("sasl-ssl", name)
            .With(("stream.kafka.broker.list", brokers), ("stream.kafka.decoder.prop.schema.registry.rest.url", gate.Address))
            .Adding(("ssl.truststore.location", Tls("truststore.jks")), ("ssl.truststore.password", "changeit"))
            .Adding(("stream.kafka.decoder.prop.schema.registry.ssl.truststore.location", Tls("truststore.jks")), ("stream.kafka.decoder.prop.schema.registry.ssl.truststore.password", "changeit"));
    }

    private string Tls(string file) => Path.Combine(kafka.Folder, "tls", file);
}
