using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Ingestion.Kafka;
using Ingestion.Sampling;
using Ingestion.Sources;

namespace Ingestion.Diagnosis;

/// <summary>
/// Goes from this server to the messages of a topic step by step, and says which step fails and why: a Kafka client only says that no
/// broker answered. Of several bootstrap servers one that works is enough.
/// </summary>
/// <param name="connection">Brokers, and how to reach them.</param>
public sealed class ConnectionCheck(KafkaConnection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private IReadOnlyList<BrokerAddress> _alive = [];
    private Dictionary<string, string> _settings = [];
    private Metadata? _metadata;

    /// <summary>Goes through the stages until one fails. For one caller, once.</summary>
    /// <param name="topic">The topic to read; null ends with the brokers' addresses.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<StageReport> RunAsync(string? topic, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (CheckStage Stage, Func<CancellationToken, Task<string>> Work)[] stages =
        [
            (CheckStage.Resolve, ResolveAsync),
            (CheckStage.Connect, ConnectAsync),
            (CheckStage.Tls, EncryptAsync),
            (CheckStage.SignIn, SignInAsync),
            (CheckStage.Metadata, DescribeAsync),
            (CheckStage.Advertised, ReachAllAsync),
            .. topic is null ? [] : new (CheckStage, Func<CancellationToken, Task<string>>)[] { (CheckStage.Read, stop => ReadAsync(topic, stop)) },
        ];
        foreach ((CheckStage stage, Func<CancellationToken, Task<string>> work) in stages)
        {
            StageReport report = await RunAsync(stage, work, cancellation);
            yield return report;
            if (!report.HasPassed)
            {
                yield break;
            }
        }
    }

    private static async Task<StageReport> RunAsync(CheckStage stage, Func<CancellationToken, Task<string>> work, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            string text = await work(cancellation);
            return new StageReport(stage, HasPassed: true, text, Detail: null, Stopwatch.GetElapsedTime(started));
        }
        catch (StageException exception)
        {
            return new StageReport(stage, HasPassed: false, exception.Message, exception.Detail, Stopwatch.GetElapsedTime(started));
        }
    }

    private async Task<string> ResolveAsync(CancellationToken cancellation) => await NarrowAsync(
        BrokerAddress.ParseList(connection.Brokers),
        async (address, stop) =>
        {
            try
            {
                IPAddress[] found = await Dns.GetHostAddressesAsync(address.Host, stop);
                return IPAddress.TryParse(address.Host, out _) ? $"{address.Host} is an address" : $"Resolved {address.Host} → {string.Join(", ", found.Select(one => one.ToString()))}";
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                throw new StageException(
                    $"The name {address.Host} does not resolve from this server. Inside Docker use the service name; from the host use localhost and the published port.", exception.Message);
            }
        },
        address => $"No name server told within {Seconds} where {address.Host} is.",
        cancellation);

    private async Task<string> ConnectAsync(CancellationToken cancellation) => await NarrowAsync(
        _alive,
        async (address, stop) =>
        {
            long started = Stopwatch.GetTimestamp();
            await using BrokerLink link = await OpenAsync(address, stop);
            return string.Create(CultureInfo.InvariantCulture, $"Port {address.Port} answers in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        },
        address => $"No answer from {address} in {Seconds}. A firewall or a wrong port is likely.",
        cancellation);

    private async Task<string> EncryptAsync(CancellationToken cancellation)
    {
        try
        {
            _settings = connection.Settings();
        }
        catch (IngestionException exception)
        {
            throw new StageException(exception.Message);
        }

        return await NarrowAsync(
            _alive,
            IsEncrypted ? GreetEncryptedAsync : GreetPlainAsync,
            address => $"{address} takes connections, but did not answer Kafka's first question within {Seconds}. It may be another service, or a broker that is starting.",
            cancellation);
    }

    private async Task<string> GreetEncryptedAsync(BrokerAddress address, CancellationToken stop)
    {
        await using BrokerLink plain = await OpenAsync(address, stop);
        (BrokerLink link, DateTimeOffset until) = await BrokerTls.EncryptAsync(plain, address, _settings, stop);
        await using (link)
        {
            return await link.GreetAsync(stop)
                ? string.Create(CultureInfo.InvariantCulture, $"Certificate valid until {until.UtcDateTime:yyyy-MM-dd}")
                : throw new StageException(
                    _settings.ContainsKey("ssl.certificate.pem")
                        ? $"{address} speaks TLS, but hung up behind the handshake: it does not accept our certificate, or it is no Kafka broker."
                        : $"{address} speaks TLS, but hung up behind the handshake: it wants a certificate of ours (ssl.keystore.location), or it is no Kafka broker.");
        }
    }

    private async Task<string> GreetPlainAsync(BrokerAddress address, CancellationToken stop)
    {
        await using BrokerLink link = await OpenAsync(address, stop);
        if (await link.GreetAsync(stop))
        {
            return "Not encrypted, and a Kafka broker answers";
        }

        await using BrokerLink second = await OpenAsync(address, stop);
        throw new StageException(await BrokerTls.IsSpokenAsync(second, address, stop)
            ? $"This listener speaks TLS. Choose {(WantsLogin ? "SASL_SSL" : "SSL")}."
            : $"Something listens on {address}, but it is no Kafka broker: it did not answer Kafka's first question.");
    }

    private async Task<string> SignInAsync(CancellationToken cancellation)
    {
        string mechanism = _settings.GetValueOrDefault("sasl.mechanism", "");
        await NarrowAsync(
            _alive,
            (address, stop) => AskForLoginAsync(address, mechanism, stop),
            address => $"{address} did not say within {Seconds} how to sign in.",
            cancellation);
        if (!WantsLogin)
        {
            return "No sign-in needed";
        }

        await ReadMetadataAsync(mechanism, CheckStage.SignIn, cancellation);
        return $"Signed in as {_settings.GetValueOrDefault("sasl.username") ?? _settings.GetValueOrDefault("sasl.oauthbearer.client.id")}";
    }

    private async Task<string> AskForLoginAsync(BrokerAddress address, string mechanism, CancellationToken stop)
    {
        await using BrokerLink link = await OpenGreetedAsync(address, stop);
        if (!WantsLogin)
        {
            if (await link.IsOpenToAllAsync(stop))
            {
                return "";
            }

            await using BrokerLink second = await OpenGreetedAsync(address, stop);
            IReadOnlyList<string> ways = await second.OfferedAsync("NONE", stop) ?? [];
            throw new StageException(
                $"This listener wants a sign-in. Choose {(IsEncrypted ? "SASL_SSL" : "SASL_PLAINTEXT")}{(ways.Count > 0 ? $"; it offers {string.Join(", ", ways)}" : "")}.");
        }

        return await link.OfferedAsync(mechanism, stop) switch
        {
            null => throw new StageException($"{address} hung up on the question how to sign in."),
            { Count: 0 } => throw new StageException($"This listener does not ask for a sign-in. Choose {(IsEncrypted ? "SSL" : "PLAINTEXT")}."),
            { } offered when !offered.Contains(mechanism, StringComparer.Ordinal) => throw new StageException($"The broker does not offer {mechanism}; it offers {string.Join(", ", offered)}."),
            _ => "",
        };
    }

    private async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        Metadata metadata = await ReadMetadataAsync(_settings.GetValueOrDefault("sasl.mechanism", ""), CheckStage.Metadata, cancellation);
        int topics = metadata.Topics.Count(topic => !topic.Topic.StartsWith("__", StringComparison.Ordinal));
        return $"{Count(metadata.Brokers.Count, "broker")}, {Count(topics, "topic")}";
    }

    private async Task<Metadata> ReadMetadataAsync(string mechanism, CheckStage stage, CancellationToken cancellation)
    {
        if (_metadata is { } known)
        {
            return known;
        }

        KafkaTrouble trouble = new();
        try
        {
            // The question blocks: whoever gives up need not wait for the answer.
            return _metadata = await Task.Run(
                () =>
                {
                    Task refusal = trouble.Refusal();
                    using IAdminClient admin = new AdminClientBuilder(KafkaSettings.ForAdmin(_settings))
                        .SetErrorHandler((_, error) => trouble.Add(error.Code, error.Reason))
                        .SetLogHandler((_, log) => trouble.AddLogged(log.Facility, log.Message))
                        .Build();
                    return AskUntilRefused(admin, refusal);
                },
                cancellation).WaitAsync(cancellation);
        }
        catch (KafkaException exception)
        {
            string detail = trouble.Text ?? exception.Error.Reason;
            throw trouble.IsRefused && stage == CheckStage.SignIn
                ? new StageException($"The broker rejected the user or password (SASL {mechanism}).", detail)
                : new StageException($"Connected, but the broker returned no metadata in {Seconds}.", detail);
        }
        catch (InvalidOperationException exception)
        {
            throw new StageException($"The Kafka client does not take these settings: {exception.Message}");
        }
    }

    // A client whose login is refused asks again until its time is over.
    private static Metadata AskUntilRefused(IAdminClient admin, Task refusal)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return admin.GetMetadata(TimeSpan.FromSeconds(1));
            }
            catch (KafkaException) when (!refusal.IsCompleted && Stopwatch.GetElapsedTime(started) < Patience)
            {
                // Asked again.
            }
        }
    }

    private async Task<string> ReachAllAsync(CancellationToken cancellation)
    {
        BrokerMetadata[] brokers = [.. _metadata!.Brokers.OrderBy(broker => broker.BrokerId)];
        string?[] faults = await Task.WhenAll(brokers.Select(broker => FaultOfReachingAsync(new BrokerAddress(broker.Host, broker.Port), cancellation)));
        int first = Array.FindIndex(faults, fault => fault is not null);
        if (first < 0)
        {
            return string.Join(", ", brokers.Select(broker => $"broker {broker.BrokerId} → {broker.Host}:{broker.Port}")) + " reachable";
        }

        string others = faults.Count(fault => fault is not null) is > 1 and var count ? $" So it is with {count} of {brokers.Length} brokers." : "";
        throw new StageException(
            $"The broker tells clients to use {brokers[first].Host}:{brokers[first].Port}, which this server cannot reach. Change advertised.listeners on the broker.{others}", faults[first]);
    }

    private static async Task<string?> FaultOfReachingAsync(BrokerAddress address, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await using BrokerLink link = await BrokerLink.OpenAsync(address, limit.Token);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer in {Seconds}";
        }
    }

    private async Task<string> ReadAsync(string topic, CancellationToken cancellation)
    {
        try
        {
            TopicSample sample = await new TopicSampler(connection).ReadAsync(topic, new SampleRequest(SampleFrom.Newest, 1), cancellation);
            return sample.Messages is [{ } message, ..]
                ? string.Create(CultureInfo.InvariantCulture, $"Read offset {message.Offset:N0} of {topic}/{message.Partition}")
                : $"{topic} can be read, and holds no message right now";
        }
        catch (IngestionException exception)
        {
            throw new StageException(exception.Message);
        }
    }

    private bool IsEncrypted => Protocol.EndsWith("SSL", StringComparison.Ordinal);

    private bool WantsLogin => Protocol.StartsWith("SASL", StringComparison.Ordinal);

    private string Protocol => _settings.GetValueOrDefault("security.protocol", "PLAINTEXT");

    private static string Seconds => $"{Patience.TotalSeconds:0} s";

    private async Task<BrokerLink> OpenGreetedAsync(BrokerAddress address, CancellationToken stop)
    {
        BrokerLink link = await OpenAsync(address, stop);
        if (IsEncrypted)
        {
            (link, _) = await BrokerTls.EncryptAsync(link, address, _settings, stop);
        }

        await link.GreetAsync(stop);
        return link;
    }

    private static async Task<BrokerLink> OpenAsync(BrokerAddress address, CancellationToken stop)
    {
        try
        {
            return await BrokerLink.OpenAsync(address, stop);
        }
        catch (SocketException exception)
        {
            throw new StageException(
                exception.SocketErrorCode == SocketError.ConnectionRefused
                    ? $"Nothing is listening on {address} (connection refused)."
                    : $"{address} cannot be reached from this server: {exception.Message}.",
                exception.Message);
        }
    }

    /// <summary>Asks every address and keeps those that answer well.</summary>
    /// <returns>What the first of them answered, and how many did not.</returns>
    /// <exception cref="StageException">None does: that of the first.</exception>
    private async Task<string> NarrowAsync(
        IReadOnlyList<BrokerAddress> addresses, Func<BrokerAddress, CancellationToken, Task<string>> ask, Func<BrokerAddress, string> late, CancellationToken cancellation)
    {
        (string? Text, StageException? Fault)[] answers = await Task.WhenAll(addresses.Select(async address =>
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            try
            {
                return ((string?)await ask(address, limit.Token), (StageException?)null);
            }
            catch (StageException exception)
            {
                return (null, exception);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (null, new StageException(late(address)));
            }
        }));
        _alive = [.. addresses.Where((_, i) => answers[i].Fault is null)];
        StageException[] faults = [.. answers.Select(answer => answer.Fault).OfType<StageException>()];
        string note = faults.Length > 0 ? $" ({faults.Length} of {addresses.Count} addresses failed: {faults[0].Message})" : "";
        return answers.FirstOrDefault(answer => answer.Fault is null).Text is { } text ? text + note : throw faults[0];
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
