using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace EndToEndTests.Kafka;

/// <summary>A door before the schema registry, which has neither TLS nor logins: asks for both, counts, and can be shut.</summary>
/// <param name="registry">Base address of the registry.</param>
/// <param name="address">Where to listen.</param>
internal sealed class RegistryGate(Uri registry, IPAddress address) : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly int _port = Ports.Free();
    private WebApplication? _app;

    /// <summary>Its certificate; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who may come in with a certificate of their own; null if none is asked for.</summary>
    public string? Client { get; init; }

    /// <summary><c>name:password</c> of who may come in; null for everybody.</summary>
    public string? Login { get; init; }

    /// <summary>Paths that were asked for and let through.</summary>
    public ConcurrentQueue<string> Paths { get; } = new();

    /// <summary>Base address for clients.</summary>
    public string Address => $"{(Certificate is null ? "http" : "https")}://{address}:{_port}{registry.AbsolutePath}";

    /// <summary>Opens the door.</summary>
    public async Task<RegistryGate> OpenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(address, _port, listen =>
        {
            if (Certificate is not null)
            {
                listen.UseHttps(Certificate, https =>
                {
                    https.ClientCertificateMode = Client is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => shown.Subject == Client;
                });
            }
        }));
        _app = builder.Build();
        _app.Run(PassAsync);
        await _app.StartAsync();
        return this;
    }

    /// <summary>Shuts it: connections are refused.</summary>
    public async Task ShutAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ShutAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        if (Login is not null && context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Login))}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Paths.Enqueue(context.Request.Path);
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), new Uri(registry, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using HttpResponseMessage answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync(context.RequestAborted), context.RequestAborted);
    }
}
