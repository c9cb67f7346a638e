using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Ingestion.Certificates;

/// <summary>PEM text: certificates, and perhaps a private key in any of its spellings.</summary>
internal static class PemStore
{
    /// <exception cref="KeyStoreException">It does not parse, or its key does not open.</exception>
    public static KeyStore Read(string text, string? keyPassword)
    {
        List<X509Certificate> certificates = [];
        AsymmetricKeyParameter? key = null;
        using StringReader reader = new(Unfolded(text));
        using PemReader pem = new(reader, new Password(keyPassword));
        try
        {
            while (pem.ReadObject() is { } value)
            {
                switch (value)
                {
                    case X509Certificate certificate:
                        certificates.Add(certificate);
                        break;
                    case AsymmetricCipherKeyPair pair:
                        key ??= pair.Private;
                        break;
                    case AsymmetricKeyParameter { IsPrivate: true } single:
                        key ??= single;
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidCipherTextException or GeneralSecurityException or ArgumentException or FormatException)
        {
            bool isLocked = text.Contains("ENCRYPTED", StringComparison.Ordinal);
            string cause = !isLocked ? "a part of the PEM text is damaged" : keyPassword is null ? "its private key is encrypted; give ssl.key.password" : "ssl.key.password is wrong";
            throw new KeyStoreException($"does not open: {cause}", exception);
        }

        if (certificates.Count == 0 && key is null)
        {
            throw new KeyStoreException("holds no certificate and no private key");
        }

        string chain = PemText.Of(certificates);
        return new KeyStore(chain, key is null || certificates.Count == 0 ? null : chain, key is null ? null : PemText.OfKey(key));
    }

    // In a JSON or properties file PEM text often stands on one line, as Kafka allows.
    private static string Unfolded(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? text
        : text.Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("----- ", "-----\n", StringComparison.Ordinal).Replace(" -----", "\n-----", StringComparison.Ordinal);

    private sealed class Password(string? text) : IPasswordFinder
    {
        public char[] GetPassword() => (text ?? string.Empty).ToCharArray();
    }
}
