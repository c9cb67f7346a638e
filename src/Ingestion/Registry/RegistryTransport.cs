using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Ingestion.Certificates;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Registry;

/// <summary>Asks a schema registry over HTTP, the addresses one after the other. Any number of threads.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const string TlsPrefix = "schema.registry.";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<Uri> _addresses;
    private readonly AuthenticationHeaderValue? _login;
    private readonly HttpClient _http;

    /// <param name="properties">Of the decoder.</param>
    /// <exception cref="IngestionException">An address, a login or a store is missing or wrong.</exception>
    public RegistryTransport(DecoderProperties properties)
    {
        _addresses = RegistryAddresses.Of(properties);
        _login = RegistryLogin.Of(properties);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // names may be given other addresses
            SslOptions = Options(TlsSettings.Read(properties.Raw, TlsPrefix)),
        })
        { Timeout = Timeout, MaxResponseContentBufferSize = ConfiguredPlace.MaxBytes };
    }

    /// <summary>Gets a document.</summary>
    /// <param name="path">Below the base address.</param>
    /// <param name="what">What it is, for people.</param>
    /// <param name="refusal">What the registry says if it does not have it or will never give it; null if it gives it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="isMissingByStatus">True if a bare 404 means that the registry does not have it; otherwise it must say so in its error code.</param>
    /// <returns>Null if the registry does not have it.</returns>
    /// <exception cref="DecoderUnavailableException">No registry gives an answer that settles the matter.</exception>
    public JsonDocument? Get(string path, string what, out string? refusal, CancellationToken cancellation, bool isMissingByStatus = false)
    {
        DecoderUnavailableException? trouble = null;
        foreach (Uri address in _addresses)
        {
            try
            {
                return Get(address, path, what, isMissingByStatus, out refusal, cancellation);
            }
            catch (DecoderUnavailableException exception)
            {
                trouble ??= exception;
            }
        }

        throw trouble!;
    }

    public void Dispose() => _http.Dispose();

    private JsonDocument? Get(Uri address, string path, string what, bool isMissingByStatus, out string? refusal, CancellationToken cancellation)
    {
        refusal = null;
        string shown = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        using HttpRequestMessage request = new(HttpMethod.Get, $"{shown}/{path}");
        request.Headers.Authorization = RegistryLogin.Of(address) ?? _login;
        request.Headers.Accept.ParseAdd("application/vnd.schemaregistry.v1+json, application/json");
        try
        {
            using HttpResponseMessage response = _http.Send(request, cancellation);
            using Stream body = response.Content.ReadAsStream(cancellation);
            if (response.IsSuccessStatusCode)
            {
                return JsonDocument.Parse(body);
            }

            RegistryError error = RegistryError.Read((int)response.StatusCode, response.ReasonPhrase, body);
            if (error.IsFinal || (isMissingByStatus && response.StatusCode == HttpStatusCode.NotFound))
            {
                refusal = error.IsUnknown ? $"the schema registry {shown} does not know {what}: {error}" : $"the schema registry {shown} does not give {what}: {error}";
                return null;
            }

            throw new DecoderUnavailableException($"the schema registry {shown} answers {error} to /{path}{Advice(response.StatusCode)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException or JsonException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DecoderUnavailableException($"the schema registry {shown} cannot be asked for /{path}: {Reason(exception)}; it is asked again until it answers", exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        OperationCanceledException => $"no answer within {Timeout.TotalSeconds:F0} s",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"its answer is larger than {ConfiguredPlace.MaxBytes >> 20} MB",
        JsonException => "its answer is no JSON; is there another service at its address?",
        { InnerException: AuthenticationException inner } => inner.Message + Advice(inner.Message),
        _ => (exception.InnerException ?? exception).Message,
    };

    private static string Advice(string certificateTrouble) => certificateTrouble.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal)
        ? $"; its certificate is for another name: mend {DecoderProperties.Prefix}{RegistryAddresses.Key}, or accept any with {DecoderProperties.Prefix}{TlsPrefix}ssl.endpoint.identification.algorithm \"\""
        : $"; check {DecoderProperties.Prefix}{TlsPrefix}ssl.truststore.location and .ssl.keystore.location";

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"; check {DecoderProperties.Prefix}basic.auth.credentials.source and {DecoderProperties.Prefix}schema.registry.basic.auth.user.info",
        HttpStatusCode.NotFound => $"; check the path of {DecoderProperties.Prefix}{RegistryAddresses.Key}",
        _ => "",
    };

    private static SslClientAuthenticationOptions Options(TlsSettings tls)
    {
        SslClientAuthenticationOptions options = new();
        if (tls is { ChainPem: { } chain, KeyPem: { } key })
        {
            X509Certificate2Collection above = [];
            above.ImportFromPem(chain);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(chain, key), above, offline: true);
        }

        if (tls.TrustedPem is { } trusted)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(trusted);
            options.CertificateChainPolicy = policy;
        }

        if (!tls.ChecksHostName)
        {
            options.RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        }

        return options;
    }
}
