using Ingestion.Certificates;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>How a client connects: encryption and login, from the Java client's names to librdkafka's.</summary>
internal static class ConnectionSettings
{
    private const string ProtocolKey = "security.protocol";
    private const string MechanismKey = "sasl.mechanism";
    private const string JaasKey = "sasl.jaas.config";
    private const string TokenUrlKey = "sasl.oauthbearer.token.endpoint.url";

    private static readonly string[] Protocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];

    /// <summary>Adds the settings of a stream's connection.</summary>
    /// <exception cref="IngestionException">A store does not open, or a login lacks something. Messages hold no secret.</exception>
    public static void AddTo(Dictionary<string, string> settings, StreamConfig config)
    {
        string protocol = (config.Client(ProtocolKey) ?? "PLAINTEXT").ToUpperInvariant();
        if (!Protocols.Contains(protocol, StringComparer.Ordinal))
        {
            throw new IngestionException($"{ProtocolKey} '{protocol}' is unknown; write one of {string.Join(", ", Protocols)}");
        }

        settings[ProtocolKey] = protocol;
        if (protocol is "SSL" or "SASL_SSL")
        {
            AddTls(settings, TlsSettings.Read(config.RawClient));
        }

        if (protocol is "SASL_PLAINTEXT" or "SASL_SSL")
        {
            AddLogin(settings, config);
        }
    }

    private static void AddTls(Dictionary<string, string> settings, TlsSettings tls)
    {
        settings["ssl.endpoint.identification.algorithm"] = tls.ChecksHostName ? "https" : "none";
        foreach ((string name, string? value) in new[]
        {
            ("ssl.ca.pem", tls.TrustedPem), ("ssl.certificate.pem", tls.ChainPem), ("ssl.key.pem", tls.KeyPem), ("ssl.cipher.suites", tls.CipherSuites),
        })
        {
            if (value is not null)
            {
                settings[name] = value;
            }
        }
    }

    private static void AddLogin(Dictionary<string, string> settings, StreamConfig config)
    {
        string mechanism = (config.Client(MechanismKey) ?? "GSSAPI").ToUpperInvariant();
        settings[MechanismKey] = mechanism;
        switch (mechanism)
        {
            // The mechanism decides: the modules of PLAIN and SCRAM only hold name and password, and configs mix them.
            case "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512":
                AddPassword(settings, Login(config, mechanism), mechanism);
                break;
            case "OAUTHBEARER":
                AddToken(settings, Login(config, mechanism), config);
                break;
            case "GSSAPI":
                throw new IngestionException($"{MechanismKey} {(config.Client(MechanismKey) is null ? "is not set, which means GSSAPI (Kerberos)" : "GSSAPI (Kerberos)")}: not supported; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
            default:
                throw new IngestionException($"{MechanismKey} '{mechanism}' is unknown; write PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
        }
    }

    private static JaasConfig Login(StreamConfig config, string mechanism) => JaasConfig.Parse(
        config.Client(JaasKey) ?? throw new IngestionException($"{MechanismKey} {mechanism} needs {JaasKey}, which holds the login"));

    private static void AddPassword(Dictionary<string, string> settings, JaasConfig login, string mechanism)
    {
        if (login.Options.GetValueOrDefault("tokenauth") is "true")
        {
            throw new IngestionException($"{JaasKey} asks for a delegation token (tokenauth), which is not supported; use a password");
        }

        settings["sasl.username"] = Option(login, "username", mechanism);
        settings["sasl.password"] = Option(login, "password", mechanism);
    }

    private static void AddToken(Dictionary<string, string> settings, JaasConfig login, StreamConfig config)
    {
        string url = config.Client(TokenUrlKey) ?? throw new IngestionException($"{MechanismKey} OAUTHBEARER needs {TokenUrlKey}, where the client asks for tokens");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new IngestionException($"{TokenUrlKey} '{url}' is no http or https address");
        }

        settings["sasl.oauthbearer.method"] = "oidc";
        settings[TokenUrlKey] = url;
        settings["sasl.oauthbearer.client.id"] = Option(login, "clientId", "OAUTHBEARER");
        settings["sasl.oauthbearer.client.secret"] = Option(login, "clientSecret", "OAUTHBEARER");
        if (login.Options.GetValueOrDefault("scope") is { Length: > 0 } scope)
        {
            settings["sasl.oauthbearer.scope"] = scope;
        }
    }

    private static string Option(JaasConfig login, string name, string mechanism) => login.Options.GetValueOrDefault(name) is { Length: > 0 } value
        ? value
        : throw new IngestionException($"{JaasKey} has no {name}, which {mechanism} needs; write … required {name}=\"…\" …;");
}
