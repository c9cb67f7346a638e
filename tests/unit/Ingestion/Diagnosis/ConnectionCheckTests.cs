using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ingestion.Diagnosis;
using Ingestion.Kafka;
using Ingestion.Sampling;

namespace UnitTests.Ingestion.Diagnosis;

/// <summary>The check against librdkafka's broker in memory, and against listeners that are none.</summary>
public sealed class ConnectionCheckTests : IDisposable
{
    private readonly MockCluster _kafka = new(brokers: 1);
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public ConnectionCheckTests() => _other.Start();

    public void Dispose()
    {
        _kafka.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Every_stage_passes_where_all_is_well()
    {
        _kafka.CreateTopic("events", 1);

        List<StageReport> reports = await CheckAsync(KafkaConnection.Of(_kafka.Bootstrap), "events");

        Assert.Equal(Enum.GetValues<CheckStage>(), reports.Select(report => report.Stage));
        Assert.All(reports, report => Assert.True(report.HasPassed, report.Text));
        Assert.Equal("1 broker, 1 topic", reports[4].Text);
        Assert.Equal($"broker 1 → {_kafka.Bootstrap} reachable", reports[5].Text);
        Assert.Equal("events can be read, and holds no message right now", reports[6].Text);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_fails_the_last_stage()
    {
        StageReport last = (await CheckAsync(KafkaConnection.Of(_kafka.Bootstrap), "evens"))[^1];

        Assert.Equal((CheckStage.Read, false), (last.Stage, last.HasPassed));
        Assert.StartsWith("Topic does not exist: evens", last.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", CheckStage.Resolve, "No address is given. Write host and port, such as kafka:9092.")]
    [InlineData("kafka:http", CheckStage.Resolve, "'kafka:http' is no address of a broker. Write host and port, such as kafka:9092.")]
    [InlineData("no-such-host.invalid:9092", CheckStage.Resolve, "The name no-such-host.invalid does not resolve from this server. Inside Docker use the service name; from the host use localhost and the published port.")]
    [InlineData("127.0.0.1:1", CheckStage.Connect, "Nothing is listening on 127.0.0.1:1 (connection refused).")]
    public async Task An_address_that_leads_nowhere_says_so(string brokers, CheckStage stage, string text) =>
        Assert.Equal((stage, false, text), Outcome(await CheckAsync(KafkaConnection.Of(brokers))));

    [Fact]
    public async Task One_address_of_several_is_enough()
    {
        List<StageReport> reports = await CheckAsync(KafkaConnection.Of($"127.0.0.1:1, {_kafka.Bootstrap}"));

        Assert.True(reports[^1].HasPassed, reports[^1].Text);
        Assert.EndsWith(" (1 of 2 addresses failed: Nothing is listening on 127.0.0.1:1 (connection refused).)", reports[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_broker_is_told_apart()
    {
        using CancellationTokenSource end = new();
        Task serving = ServeAsync(async stream =>
        {
            _ = await stream.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        }, end.Token);

        Assert.Equal((CheckStage.Tls, false, $"Something listens on {Other}, but it is no Kafka broker: it did not answer Kafka's first question."), Outcome(await CheckAsync(KafkaConnection.Of(Other))));
        await end.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_broker_without_tls_is_told_apart()
    {
        StageReport last = (await CheckAsync(Encrypted(_kafka.Bootstrap)))[^1];

        Assert.Equal((CheckStage.Tls, false, "This listener does not speak TLS. Try PLAINTEXT."), (last.Stage, last.HasPassed, last.Text));
    }

    [Fact]
    public async Task A_listener_with_tls_is_told_apart_and_its_certificate_looked_at()
    {
        using CancellationTokenSource end = new();
        using X509Certificate2 certificate = Certificate("CN=Someone Else", "elsewhere", DateTimeOffset.UtcNow.AddDays(30));
        Task serving = ServeAsync(stream => HandshakeAsync(stream, certificate), end.Token);

        Assert.Equal((CheckStage.Tls, false, "This listener speaks TLS. Choose SSL."), Outcome(await CheckAsync(KafkaConnection.Of(Other))));
        Assert.Equal(
            (CheckStage.Tls, false, "The broker's certificate is not trusted: issued by CN=Someone Else. Add its CA (ssl.truststore.location), or choose PLAINTEXT if the listener is not TLS."),
            Outcome(await CheckAsync(Encrypted(Other))));
        Assert.Equal(
            (CheckStage.Tls, false, "The broker's certificate is for elsewhere, not for 127.0.0.1. Use a name that is in it, or set ssl.endpoint.identification.algorithm to \"\" to accept any."),
            Outcome(await CheckAsync(Encrypted(Other, ("ssl.truststore.certificates", certificate.ExportCertificatePem())))));
        await end.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_certificate_that_has_run_out_is_told()
    {
        using CancellationTokenSource end = new();
        using X509Certificate2 certificate = Certificate("CN=Late", "127.0.0.1", DateTimeOffset.UtcNow.AddDays(-1));
        Task serving = ServeAsync(stream => HandshakeAsync(stream, certificate), end.Token);

        Assert.EndsWith("which is not now. Renew it, or set this server's clock.", (await CheckAsync(Encrypted(Other)))[^1].Text, StringComparison.Ordinal);
        await end.CancelAsync();
        await serving;
    }

    private string Other => _other.LocalEndpoint.ToString()!;

    private static async Task<List<StageReport>> CheckAsync(KafkaConnection connection, string? topic = null) =>
        await new ConnectionCheck(connection).RunAsync(topic, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static (CheckStage Stage, bool HasPassed, string Text) Outcome(List<StageReport> reports) => (reports[^1].Stage, reports[^1].HasPassed, reports[^1].Text);

    private static KafkaConnection Encrypted(string brokers, params (string Key, string Value)[] settings) => KafkaConnection.Of(
        brokers, settings.Append(("security.protocol", "SSL")).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal));

    private async Task ServeAsync(Func<NetworkStream, Task> serve, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _other.AcceptTcpClientAsync(end);
                await serve(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // The check hangs up as it pleases.
            }
        }
    }

    private static async Task HandshakeAsync(NetworkStream stream, X509Certificate2 certificate)
    {
        await using SslStream encrypted = new(stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        _ = await encrypted.ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false);
    }

    private static X509Certificate2 Certificate(string subject, string name, DateTimeOffset until)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(until.AddYears(-1), until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
