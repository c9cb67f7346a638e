using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ingestion.Certificates;

/// <summary>PKCS#12: what Java writes today, and what .p12 and .pfx files are.</summary>
internal static class Pkcs12Store
{
    /// <exception cref="KeyStoreException">It does not open.</exception>
    public static KeyStore Read(byte[] bytes, string? password)
    {
        X509Certificate2Collection certificates;
        try
        {
            certificates = X509CertificateLoader.LoadPkcs12Collection(bytes, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet);
        }
        catch (CryptographicException exception)
        {
            string cause = password is null ? "it needs a password" : "its password is wrong, or the file is damaged";
            throw new KeyStoreException($"does not open: {cause}", exception);
        }

        X509Certificate2? own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey);
        string all = Pem(certificates.Where(certificate => certificate != own));
        KeyStore store = own is null ? new KeyStore(all, null, null) : new KeyStore(all, Pem(ChainOf(own, certificates)), KeyOf(own));
        foreach (X509Certificate2 certificate in certificates)
        {
            certificate.Dispose();
        }

        return store;
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? key = certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey();
        return key?.ExportPkcs8PrivateKeyPem() ?? throw new KeyStoreException("holds a private key that is neither RSA nor elliptic");
    }

    // The order in the file says nothing; each certificate names the one above it.
    private static List<X509Certificate2> ChainOf(X509Certificate2 own, X509Certificate2Collection all)
    {
        List<X509Certificate2> chain = [own];
        while (chain[^1] is { } last && all.FirstOrDefault(above => !chain.Contains(above) && above.SubjectName.RawData.AsSpan().SequenceEqual(last.IssuerName.RawData)) is { } next)
        {
            chain.Add(next);
        }

        return chain;
    }

    private static string Pem(IEnumerable<X509Certificate2> certificates) =>
        string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));
}
