using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
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
            SslOptions = Options(TlsSettings.Read(properties.Raw, "schema.registry.")),
        })
        { Timeout = Timeout };
    }

    /// <summary>Gets a document.</summary>
    /// <param name="path">Below the base address.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="isMissingByStatus">True if a bare 404 means that the registry does not have it; otherwise it must say so in its error code.</param>
    /// <returns>Null if the registry does not have it.</returns>
    /// <exception cref="DecoderUnavailableException">No registry gives an answer that settles the matter.</exception>
    public JsonDocument? Get(string path, CancellationToken cancellation, bool isMissingByStatus = false)
    {
        DecoderUnavailableException? trouble = null;
        foreach (Uri address in _addresses)
        {
            try
            {
                return Get(address, path, isMissingByStatus, cancellation);
            }
            catch (DecoderUnavailableException exception)
            {
                trouble ??= exception;
            }
        }

        throw trouble!;
    }

    public void Dispose() => _http.Dispose();

    private JsonDocument? Get(Uri address, string path, bool isMissingByStatus, CancellationToken cancellation)
    {
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

            return (isMissingByStatus && response.StatusCode == HttpStatusCode.NotFound) || IsUnknown(response.StatusCode, body)
                ? null
                : throw new DecoderUnavailableException($"the schema registry {shown} answers {(int)response.StatusCode} ({response.ReasonPhrase}) to /{path}{Advice(response.StatusCode)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException or JsonException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string reason = exception is OperationCanceledException ? $"no answer within {Timeout.TotalSeconds:F0} s" : (exception.InnerException ?? exception).Message;
            throw new DecoderUnavailableException($"the schema registry {shown} cannot be asked for /{path}: {reason}", exception);
        }
    }

    // A registry that lacks a schema says so in its own error code; a 404 without one comes from something else at that address.
    private static bool IsUnknown(HttpStatusCode status, Stream body)
    {
        if (status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity))
        {
            return false;
        }

        try
        {
            using JsonDocument error = JsonDocument.Parse(body);
            return error.RootElement.ValueKind == JsonValueKind.Object && error.RootElement.TryGetProperty("error_code", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

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
