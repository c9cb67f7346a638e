using System.Security.Cryptography.X509Certificates;
using Ingestion.Certificates;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Certificates;

public sealed class TlsSettingsTests(StoreFiles files) : IClassFixture<StoreFiles>
{
    [Theory]
    [InlineData("trust.jks", StoreFiles.Password)]
    [InlineData("trust.jks", "")]
    [InlineData("trust.p12", StoreFiles.Password)]
    [InlineData("trust.pem", "")]
    public void A_trust_store_of_any_format_gives_its_certificate(string file, string password)
    {
        TlsSettings settings = Read(("ssl.truststore.location", files.PathOf(file)), ("ssl.truststore.password", password), ("ssl.truststore.type", "nonsense"));

        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(settings.TrustedPem);
        Assert.Equal("CN=authority", certificate.Subject);
    }

    [Theory]
    [InlineData("client.jks", StoreFiles.KeyPassword)]
    [InlineData("client.p12", "")]
    [InlineData("client.pem", StoreFiles.KeyPassword)]
    public void A_key_store_of_any_format_gives_key_and_chain(string file, string keyPassword)
    {
        TlsSettings settings = Read(("ssl.keystore.location", files.PathOf(file)), ("ssl.keystore.password", StoreFiles.Password), ("ssl.key.password", keyPassword));

        using X509Certificate2 pair = X509Certificate2.CreateFromPem(settings.ChainPem, settings.KeyPem);
        Assert.Equal("CN=client", pair.Subject);
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(settings.ChainPem);
        Assert.Equal(["CN=client", "CN=authority"], chain.Select(certificate => certificate.Subject));
    }

    [Fact]
    public void Certificates_and_key_may_stand_in_the_settings_also_on_one_line()
    {
        TlsSettings settings = Read(
            ("ssl.truststore.certificates", files.AuthorityPem.Replace('\n', ' ')),
            ("ssl.keystore.certificate.chain", files.ChainPem), ("ssl.keystore.key", files.LockedKeyPem), ("ssl.key.password", StoreFiles.KeyPassword));

        using X509Certificate2 pair = X509Certificate2.CreateFromPem(settings.ChainPem, settings.KeyPem);
        Assert.Contains("BEGIN CERTIFICATE", settings.TrustedPem, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_values_are_unset_but_for_the_host_check()
    {
        TlsSettings settings = Read(("ssl.truststore.location", ""), ("ssl.keystore.location", " "), ("ssl.keystore.password", ""), ("ssl.endpoint.identification.algorithm", ""));

        Assert.Equal(new TlsSettings(null, null, null, ChecksHostName: false, null), settings);
        Assert.True(Read().ChecksHostName);
    }

    [Theory]
    [InlineData("TLS_AES_256_GCM_SHA384", null)]
    [InlineData("TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA")]
    public void Cipher_suites_get_the_names_of_OpenSSL(string java, string? openSsl) => Assert.Equal(openSsl, Read(("ssl.cipher.suites", java)).CipherSuites);

    [Theory]
    [InlineData("ssl.truststore.location", "trust.jks", "wrong", "", "ssl.truststore.location '*' does not open: its password is wrong, or the file is damaged")]
    [InlineData("ssl.truststore.location", "trust.p12", "wrong", "", "ssl.truststore.location '*' does not open: its password is wrong, or the file is damaged")]
    [InlineData("ssl.truststore.location", "absent.jks", "", "", "ssl.truststore.location '*' does not exist; the file must be on the machine that Millrace runs on")]
    [InlineData("ssl.truststore.location", "text", "", "", "ssl.truststore.location '*' is neither a JKS, a PKCS#12 nor a PEM store")]
    [InlineData("ssl.keystore.location", "trust.jks", StoreFiles.Password, "", "ssl.keystore.location '*' holds no private key with its certificate")]
    [InlineData("ssl.keystore.location", "client.jks", StoreFiles.Password, "", "ssl.keystore.location '*' opens, but not its private key 'client': ssl.key.password is wrong, *")]
    [InlineData("ssl.keystore.location", "client.pem", "", "", "ssl.keystore.location '*' does not open: its private key is encrypted; give ssl.key.password")]
    [InlineData("ssl.keystore.location", "client.pem", "", "wrong", "ssl.keystore.location '*' does not open: ssl.key.password is wrong")]
    public void A_store_that_does_not_open_is_told_with_its_key_and_no_secret(string key, string file, string password, string keyPassword, string message)
    {
        File.WriteAllText(files.PathOf("text"), "root:x:0:0");
        string passwordKey = key.Replace("location", "password", StringComparison.Ordinal);

        IngestionException exception = Assert.Throws<IngestionException>(() => Read((key, files.PathOf(file)), (passwordKey, password), ("ssl.key.password", keyPassword)));

        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(message).Replace("\\*", ".*", StringComparison.Ordinal) + "$", exception.Message.Replace(files.PathOf(file), "…", StringComparison.Ordinal));
        Assert.DoesNotContain("root:x", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(StoreFiles.Password, exception.Message, StringComparison.Ordinal);
    }

    private static TlsSettings Read(params (string Key, string Value)[] values) =>
        TlsSettings.Read(values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal).GetValueOrDefault);
}
