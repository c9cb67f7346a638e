using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Ingestion.Diagnosis;

/// <summary>Shakes hands as the Kafka client would with the same settings, and tells what is wrong with the certificate.</summary>
internal static class BrokerTls
{
    /// <summary>Encrypts a connection.</summary>
    /// <param name="link">To the broker.</param>
    /// <param name="address">Its address; its certificate must be for that.</param>
    /// <param name="settings">Of librdkafka.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The connection and when the certificate runs out.</returns>
    /// <exception cref="StageException">They do not come together.</exception>
    public static async Task<(BrokerLink Link, DateTimeOffset Until)> EncryptAsync(
        BrokerLink link, BrokerAddress address, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        DateTimeOffset until = default;
        string? fault = null;
        bool checksName = settings.GetValueOrDefault("ssl.endpoint.identification.algorithm") is not "none";
        X509Certificate2Collection own = Own(settings);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = address.Host,
            CertificateChainPolicy = Trust(settings),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                until = certificate is X509Certificate2 known ? new DateTimeOffset(known.NotAfter) : default;
                fault = Fault(certificate as X509Certificate2, errors, address, checksName);
                return fault is null;
            },
        };
        if (own.Count > 0)
        {
            options.ClientCertificates = own;
        }

        try
        {
            return (await link.EncryptAsync(options, cancellation), until);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            throw new StageException(fault ?? "This listener does not speak TLS. Try PLAINTEXT.", exception.Message);
        }
    }

    /// <summary>True if somebody answers a TLS handshake, whoever that is.</summary>
    public static async Task<bool> IsSpokenAsync(BrokerLink link, BrokerAddress address, CancellationToken cancellation)
    {
        bool hasCertificate = false;
        try
        {
            SslClientAuthenticationOptions options = new()
            {
                TargetHost = address.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => hasCertificate = certificate is not null,
            };
            await using BrokerLink encrypted = await link.EncryptAsync(options, cancellation);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return hasCertificate; // one that wants ours is one, too
        }

        return true;
    }

    private static string? Fault(X509Certificate2? certificate, SslPolicyErrors errors, BrokerAddress address, bool checksName)
    {
        if (certificate is null)
        {
            return "The broker shows no certificate.";
        }

        if (certificate.NotAfter < DateTime.Now || certificate.NotBefore > DateTime.Now)
        {
            return $"The broker's certificate is valid from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}, which is not now. Renew it, or set this server's clock.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return $"The broker's certificate is not trusted: issued by {certificate.Issuer}. Add its CA (ssl.truststore.location), or choose PLAINTEXT if the listener is not TLS.";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && checksName
            ? $"The broker's certificate is for {Names(certificate)}, not for {address.Host}. Use a name that is in it, or set ssl.endpoint.identification.algorithm to \"\" to accept any."
            : null;
    }

    private static string Names(X509Certificate2 certificate)
    {
        string[] names =
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(ip => ip.ToString()))),
        ];
        return names.Length > 0 ? string.Join(", ", names) : certificate.Subject;
    }

    private static X509ChainPolicy Trust(IReadOnlyDictionary<string, string> settings)
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck };
        if (settings.TryGetValue("ssl.ca.pem", out string? trusted))
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(trusted);
        }

        return policy;
    }

    private static X509Certificate2Collection Own(IReadOnlyDictionary<string, string> settings)
    {
        X509Certificate2Collection own = [];
        if (settings.TryGetValue("ssl.certificate.pem", out string? chain) && settings.TryGetValue("ssl.key.pem", out string? key))
        {
            own.Add(X509Certificate2.CreateFromPem(chain, key));
        }

        return own;
    }
}
