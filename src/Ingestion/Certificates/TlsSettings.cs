using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ingestion.Sources;

namespace Ingestion.Certificates;

/// <summary>The <c>ssl.*</c> settings of a Java client, with stores opened and as PEM text. Holds secrets.</summary>
/// <param name="TrustedPem">Certificates to trust; null for those of the system.</param>
/// <param name="ChainPem">Our own certificate and those above it; null if we show none.</param>
/// <param name="KeyPem">Its private key; null if we show none.</param>
/// <param name="ChecksHostName">True unless <c>ssl.endpoint.identification.algorithm</c> is given and empty.</param>
/// <param name="CipherSuites">Names of OpenSSL joined by colons; null for the usual ones.</param>
internal sealed record TlsSettings(string? TrustedPem, string? ChainPem, string? KeyPem, bool ChecksHostName, string? CipherSuites)
{
    /// <summary>Reads the settings; empty values count as absent.</summary>
    /// <param name="value">Value of a whole key, empty if it is empty; null if it is absent.</param>
    /// <param name="prefix">What stands before <c>ssl.</c> in the keys.</param>
    /// <exception cref="IngestionException">A store cannot be read, or key and certificate do not belong together.</exception>
    public static TlsSettings Read(Func<string, string?> value, string prefix = "")
    {
        string? trusted = ReadTrusted(Text, prefix);
        (string? chain, string? key) = ReadOwn(Text, prefix);
        string? identification = value(prefix + "ssl.endpoint.identification.algorithm")?.Trim();
        if (identification is not null and not "" && !identification.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            throw new IngestionException($"{prefix}ssl.endpoint.identification.algorithm '{identification}' is unknown; write https, or \"\" to accept any host name");
        }

        return new TlsSettings(trusted, chain, key, identification is not "", CipherNames.ToOpenSsl(Text("ssl.cipher.suites")));

        string? Text(string name) => value(prefix + name)?.Trim() is { Length: > 0 } text ? text : null;
    }

    private static string? ReadTrusted(Func<string, string?> text, string prefix)
    {
        if (text("ssl.truststore.certificates") is { } certificates)
        {
            return ReadText(certificates, null, prefix + "ssl.truststore.certificates").Trusted;
        }

        if (text("ssl.truststore.location") is not { } path)
        {
            return null;
        }

        string key = prefix + "ssl.truststore.location";
        KeyStore store = KeyStoreReader.Read(key, path, text("ssl.truststore.password"), null);
        return store.Trusted.Length + (store.Chain?.Length ?? 0) > 0
            ? store.Trusted + store.Chain
            : throw new IngestionException($"{key} '{path}' holds no certificate to trust");
    }

    private static (string? Chain, string? Key) ReadOwn(Func<string, string?> text, string prefix)
    {
        string? keyPassword = text("ssl.key.password");
        if (text("ssl.keystore.key") is { } keyText)
        {
            string chain = text("ssl.keystore.certificate.chain") ?? throw new IngestionException($"{prefix}ssl.keystore.key needs {prefix}ssl.keystore.certificate.chain beside it");
            string keyName = prefix + "ssl.keystore.key";
            return Checked(
                ReadText(chain, null, prefix + "ssl.keystore.certificate.chain").Trusted,
                ReadText(keyText, keyPassword, keyName).Key ?? throw new IngestionException($"{keyName} holds no private key"),
                keyName);
        }

        if (text("ssl.keystore.location") is not { } path)
        {
            return default;
        }

        string key = prefix + "ssl.keystore.location";
        KeyStore store = KeyStoreReader.Read(key, path, text("ssl.keystore.password"), keyPassword);
        return store is { Chain: { } own, Key: { } secret }
            ? Checked(own, secret, $"{key} '{path}'")
            : throw new IngestionException($"{key} '{path}' holds no private key with its certificate");
    }

    private static KeyStore ReadText(string pem, string? password, string key)
    {
        try
        {
            return PemStore.Read(pem, password);
        }
        catch (KeyStoreException exception)
        {
            throw new IngestionException($"{key} {exception.Message}", exception);
        }
    }

    private static (string Chain, string Key) Checked(string chain, string key, string name)
    {
        try
        {
            using X509Certificate2 pair = X509Certificate2.CreateFromPem(chain, key);
            return (chain, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new IngestionException($"{name}: the private key is not that of the certificate", exception);
        }
    }
}
