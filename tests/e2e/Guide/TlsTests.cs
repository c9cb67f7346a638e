using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>The guide's table over TLS: Kafka and registry ask for certificates, and the topic is for the client's certificate alone.</summary>
public sealed class TlsTests(KafkaBroker kafka, SchemaRegistry registry, GuideServer server) : IAsyncLifetime
{
    private const string Password = "changeit";
    private const string RegistryKey = "stream.kafka.decoder.prop.schema.registry.";
    private const string HostCheck = "ssl.endpoint.identification.algorithm";

    private readonly TempFolder _folder = new();
    private RegistryGate _gate = null!;
    private RestClient _client = null!;
    private string _brokers = null!;

    public async ValueTask InitializeAsync()
    {
        _brokers = await kafka.AddressAsync("SSL");
        _gate = await NewGate(IPAddress.Loopback, await registry.AddressAsync()).OpenAsync();
        _client = await server.StartedAsync();
        if (await kafka.TryCreateTopicAsync("transcript-topic", 1))
        {
            await ProtectAsync("transcript-topic");
            await GuideRow.ProduceAsync(
                "tls",
                $"python ../produce_avro.py --topic transcript-topic --schema transcript.avsc --registry {await registry.AddressAsync()} --bootstrap-server {_brokers}"
                + $" -X security.protocol=SSL -X ssl.ca.location='{Tls("ca.pem")}' -X ssl.certificate.location='{Tls("client.pem")}' -X ssl.key.location='{Tls("client.key")}' < transcripts.json");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_transcript_table_reads_Avro_over_TLS_with_stores_of_every_format()
    {
        // Java's own formats, and PEM, where a key store is one file with key and certificate.
        string pem = _folder.File("client-both.pem", await File.ReadAllTextAsync(Tls("client.key"), TestContext.Current.CancellationToken) + await File.ReadAllTextAsync(Tls("client.pem"), TestContext.Current.CancellationToken));
        foreach ((string format, string trust, string own) in new[] { ("jks", Tls("truststore.jks"), Tls("client.jks")), ("p12", Tls("ca.p12"), Tls("client.p12")), ("pem", Tls("ca.pem"), pem) })
        {
            ExampleTable table = Transcript($"transcript_{format}").With(Stores("", trust, own)).With(Stores(RegistryKey, trust, own));
            await table.CreateAsync(_client);
            await _client.ExpectAsync(5, $"SELECT COUNT(*) FROM {table.Name}");

            JsonElement[] rows = await _client.RowsAsync($"SELECT studentID, lastName, gender, score, \"timestamp\" FROM {table.Name} ORDER BY \"timestamp\" DESC LIMIT 2");
            Assert.Equal(["[203,\"null\",\"Female\",4,1572505200000]", "[202,\"Young\",\"Male\",3.6,1572418800000]"], rows.Select(row => row.GetRawText().Replace("4.0", "4", StringComparison.Ordinal)));
            await _client.ExpectNoLagAsync(table.Name);
        }
    }

    [Fact]
    public async Task What_does_not_fit_is_told_and_heals_when_it_is_mended()
    {
        (string, string)[] good = Stores("", Tls("truststore.jks"), Tls("client.jks"));
        (string, string)[] goodForRegistry = Stores(RegistryKey, Tls("truststore.jks"), Tls("client.jks"));

        // The example as it stands: every store is "", which is no store and not a file without a name.
        RestAnswer refused = await Transcript("transcript_unset").PostAsync(_client);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("certificate verify failed", refused.Body, StringComparison.OrdinalIgnoreCase);

        // A name that the broker's certificate does not have.
        await using TcpRelay relay = new(IPAddress.Parse("127.0.0.2"), _brokers);
        RestAnswer misnamed = await Transcript("transcript_misnamed").With(good).With(goodForRegistry).With(("stream.kafka.broker.list", relay.Address)).PostAsync(_client);
        Assert.Equal(HttpStatusCode.BadRequest, misnamed.Status);
        Assert.Contains("certificate verify failed", misnamed.Body, StringComparison.OrdinalIgnoreCase);

        // Kafka has a certificate to trust, the registry has not; then it has a wrong name; then neither name nor trust is wrong.
        await using RegistryGate misnamedGate = await NewGate(IPAddress.Parse("127.0.0.2"), await registry.AddressAsync()).OpenAsync();
        ExampleTable table = Transcript("transcript_mended").With(good).With(("stream.kafka.broker.list", relay.Address)).Adding((HostCheck, ""));
        await table.CreateAsync(_client);
        string untrusted = await _client.ExpectStateAsync(table.Name, "Retrying", "certificate");
        Assert.Contains(_gate.Address, untrusted, StringComparison.Ordinal);
        Assert.Contains("schema.registry.ssl.truststore", untrusted, StringComparison.Ordinal);

        await table.With(goodForRegistry).With((RegistryKey + "rest.url", misnamedGate.Address)).UpdateAsync(_client);
        Assert.Contains(misnamedGate.Address, await _client.ExpectStateAsync(table.Name, "Retrying", "RemoteCertificateNameMismatch"), StringComparison.Ordinal);
        Assert.Equal(0, await _client.NumberAsync($"SELECT COUNT(*) FROM {table.Name}"));

        await table.Adding((RegistryKey + HostCheck, "")).UpdateAsync(_client);
        await _client.ExpectAsync(5, $"SELECT COUNT(*) FROM {table.Name}");

        // Without a certificate of our own the broker lets us in and does not let us read.
        ExampleTable stranger = Transcript("transcript_stranger").With(Stores("", Tls("ca.pem"), "")).With(goodForRegistry);
        await stranger.CreateAsync(_client);
        await _client.ExpectStateAsync(stranger.Name, "Retrying", "authoriz");
        Assert.DoesNotContain(Password, server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_key_store_is_missing_at_the_start_answers_and_is_read_when_the_store_is_there()
    {
        await using ServerProcess own = new("--demo", "off");
        using RestClient client = new(own);
        await own.StartAsync(TestContext.Current.CancellationToken);
        string store = Path.Combine(_folder.Path, "moving.jks");
        File.Copy(Tls("client.jks"), store);
        ExampleTable table = Transcript("transcript_waiting").With(Stores("", Tls("truststore.jks"), store)).With(Stores(RegistryKey, Tls("truststore.jks"), Tls("client.jks")));
        await table.CreateAsync(client);
        await client.ExpectAsync(5, $"SELECT COUNT(*) FROM {table.Name}");
        await client.SendAsync(HttpMethod.Post, $"/tables/{table.Name}/forceCommit", null);
        await client.ExpectAsync(5, $"SELECT COUNT(*) FROM {table.Name} WHERE $segmentName LIKE '%__0__0__%'");

        await own.StopAsync();
        File.Move(store, store + ".away");
        own.Launch();
        await own.WaitUntilReadyAsync();
        string status = (await client.GetAsync($"/tables/{table.Name}/status?type=REALTIME")).Body;
        Assert.Contains(store, status, StringComparison.Ordinal);
        Assert.Contains("UNHEALTHY", status, StringComparison.Ordinal);

        File.Move(store + ".away", store);
        await client.ExpectAsync(1, $"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{table.Name}' AND state <> 'Retrying'", withinSeconds: 40);
    }

    private ExampleTable Transcript(string name) => new ExampleTable("tls", name)
        .With(("stream.kafka.broker.list", _brokers), (RegistryKey + "rest.url", _gate.Address))
        .Adding(("stream.kafka.consumer.prop.auto.offset.reset", "smallest"));

    private static (string, string)[] Stores(string prefix, string trust, string own) =>
    [
        (prefix + "ssl.truststore.location", trust), (prefix + "ssl.truststore.password", Password),
        (prefix + "ssl.keystore.location", own), (prefix + "ssl.keystore.password", Password), (prefix + "ssl.key.password", own.EndsWith(".pem", StringComparison.Ordinal) ? "" : Password),
    ];

    private RegistryGate NewGate(IPAddress address, Uri behind) => new(behind, address)
    {
        Certificate = X509Certificate2.CreateFromPemFile(Tls("server.pem"), Tls("server.key")),
        Client = "CN=client",
    };

    private string Tls(string file) => Path.Combine(kafka.Folder, "tls", file);

    private async Task ProtectAsync(string topic)
    {
        using Confluent.Kafka.IAdminClient admin = await kafka.AdminAsync();
        await admin.CreateAclsAsync(
        [
            Rule("User:CN=client", AclOperation.Read), Rule("User:CN=client", AclOperation.Write), Rule("User:ANONYMOUS", AclOperation.Describe),
        ]);

        AclBinding Rule(string who, AclOperation what) => new()
        {
            Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = who, Host = "*", Operation = what, PermissionType = AclPermissionType.Allow },
        };
    }
}
