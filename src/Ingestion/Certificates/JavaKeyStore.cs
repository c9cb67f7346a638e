using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Ingestion.Certificates;

/// <summary>Java's own store format, JKS, which neither librdkafka nor .NET reads.</summary>
internal static class JavaKeyStore
{
    /// <exception cref="KeyStoreException">It does not open.</exception>
    public static KeyStore Read(byte[] bytes, string? password, string? keyPassword)
    {
        JksStore store = new();
        using MemoryStream stream = new(bytes);
        try
        {
            // Without a password Java does not check the store's digest, and reads its certificates all the same.
            store.Load(stream, password?.ToCharArray());
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or GeneralSecurityException)
        {
            throw new KeyStoreException("does not open: its password is wrong, or the file is damaged", exception);
        }

        X509Certificate[] trusted = [.. store.Aliases.Where(store.IsCertificateEntry).Select(store.GetCertificate)];
        string? alias = store.Aliases.FirstOrDefault(store.IsKeyEntry);
        return alias is null
            ? new KeyStore(PemText.Of(trusted), null, null)
            : new KeyStore(PemText.Of(trusted), PemText.Of(store.GetCertificateChain(alias)), PemText.OfKey(ReadKey(store, alias, keyPassword ?? password)));
    }

    private static AsymmetricKeyParameter ReadKey(JksStore store, string alias, string? password)
    {
        try
        {
            return store.GetKey(alias, (password ?? string.Empty).ToCharArray());
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or GeneralSecurityException)
        {
            throw new KeyStoreException($"opens, but not its private key '{alias}': ssl.key.password is wrong, or must be given because it differs from that of the store", exception);
        }
    }
}
