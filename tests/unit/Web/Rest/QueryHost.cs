using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Query;
using Query.Results;
using Web;
using Web.Access;
using Web.Hosting;
using Web.Queries;
using Web.Rest;
using Web.Storage;

namespace UnitTests.Web.Rest;

/// <summary>The query routes on two real ports, over an engine that the test supplies, beside a page at <c>/query</c>.</summary>
internal sealed class QueryHost : IAsyncDisposable
{
    public static readonly QueryResult One = new() { Columns = [new("1", "INT")], Rows = [[1L]], Statistics = new() };

    private readonly WebApplication _app;
    private readonly Settings _settings;
    private readonly HttpClient _http = new();

    private QueryHost(WebApplication app, Settings settings) => (_app, _settings) = (app, settings);

    public RunningQueries Running => _app.Services.GetRequiredService<RunningQueries>();

    public static async Task<QueryHost> StartAsync(Func<QueryRequest, CancellationToken, QueryResult> engine, params (string Key, string Value)[] configuration)
    {
        string data = Directory.CreateTempSubdirectory("queries-").FullName;
        Settings settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:DataDirectory"] = data,
            ["Server:Host"] = "127.0.0.1",
            ["Server:Port"] = FreePort(),
            ["Server:BrokerPort"] = FreePort(),
        }).AddInMemoryCollection(configuration.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal)).Build());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.ListenOn(settings.Server);
        builder.Services.AddHosting(settings);
        builder.Services.AddAccess(settings);
        builder.Services.AddSingleton(new ConsoleDatabase(data));
        builder.Services.AddSingleton<RunningQueries>();
        builder.Services.AddSingleton<QueryStops>();
        builder.Services.AddSingleton(services => new QueryRunner(engine, services.GetRequiredService<RunningQueries>()));
        WebApplication app = builder.Build();
        app.UseRestConventions();
        app.UseAccess();
        app.MapQueries();
        app.MapGet("/query", () => Results.Content("<p>page</p>", "text/html"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new QueryHost(app, settings);
    }

    public async Task<HttpResponseMessage> SendAsync(
        bool isBroker, string method, string path, string? body = null, string? accept = null, string? token = null, CancellationToken cancellation = default)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"http://127.0.0.1:{(isBroker ? _settings.Server.BrokerPort : _settings.Server.Port)}{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await _http.SendAsync(request, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_settings.Storage.DataDirectory, recursive: true);
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
