using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using X509Certificate = Org.BouncyCastle.X509.X509Certificate;

namespace UnitTests.Ingestion.Certificates;

/// <summary>One certificate authority and one client certificate of it, as files in every format that Kafka's users have.</summary>
public sealed class StoreFiles : IDisposable
{
    public const string Password = "changeit";
    public const string KeyPassword = "other secret";

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-stores-").FullName;

    public StoreFiles()
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authorityRequest = new("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 signer = authorityRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificate(signer.RawData);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 client = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256)
            .Create(signer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using X509Certificate2 pair = client.CopyWithPrivateKey(key);

        AuthorityPem = authority.ExportCertificatePem();
        ChainPem = client.ExportCertificatePem() + "\n" + AuthorityPem;
        KeyPem = key.ExportPkcs8PrivateKeyPem();
        LockedKeyPem = key.ExportEncryptedPkcs8PrivateKeyPem(KeyPassword, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        File.WriteAllText(PathOf("trust.pem"), AuthorityPem);
        File.WriteAllText(PathOf("client.pem"), ChainPem + "\n" + LockedKeyPem);
        File.WriteAllBytes(PathOf("trust.p12"), new X509Certificate2Collection(authority).Export(X509ContentType.Pkcs12, Password)!);
        File.WriteAllBytes(PathOf("client.p12"), new X509Certificate2Collection { authority, pair }.Export(X509ContentType.Pkcs12, Password)!);
        WriteJava(authority, client, key);
    }

    public string AuthorityPem { get; }

    public string ChainPem { get; }

    public string KeyPem { get; }

    public string LockedKeyPem { get; }

    public string PathOf(string name) => Path.Combine(_directory, name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void WriteJava(X509Certificate2 authority, X509Certificate2 client, ECDsa key)
    {
        X509CertificateParser parser = new();
        X509Certificate above = parser.ReadCertificate(authority.RawData);
        JksStore trust = new();
        trust.SetCertificateEntry("ca", above);
        Save(trust, "trust.jks");
        JksStore own = new();
        own.SetKeyEntry("client", PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()), KeyPassword.ToCharArray(), [parser.ReadCertificate(client.RawData), above]);
        Save(own, "client.jks");
    }

    private void Save(JksStore store, string name)
    {
        using FileStream file = File.Create(PathOf(name));
        store.Save(file, Password.ToCharArray());
    }
}
