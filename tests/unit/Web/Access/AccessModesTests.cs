using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using UnitTests.Web.Rest;
using Web.Access;
using Web.Audit;
using Web.Hosting;
using Web.Visitors;

namespace UnitTests.Web.Access;

/// <summary>Who gets in, by each of the three ways, over real requests.</summary>
public sealed class AccessModesTests
{
    private const string Viewer = "viewer-0123456789ab";
    private const string Editor = "editor-0123456789ab";
    private const string Admin = "admin-0123456789abc";

    private static readonly AccessOptions Tokens = new() { Mode = "Token", Tokens = new AccessTokens { Viewer = Viewer, Editor = Editor, Admin = Admin } };

    [Fact]
    public async Task Without_a_sign_in_everybody_may_do_everything_and_a_browser_gets_an_id()
    {
        await using RestServer server = await RestServer.StartAsync();
        await server.AddEventsAsync();

        using HttpResponseMessage page = await SendAsync(server, HttpMethod.Get, "/health", request => request.Headers.Accept.ParseAdd("text/html"));
        using HttpResponseMessage program = await SendAsync(server, HttpMethod.Get, "/health");

        string cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(BrowserIds.CookieName + "=", cookie, StringComparison.Ordinal);
        Assert.All(["httponly", "samesite=lax", "max-age="], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.False(program.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_browsers_id_is_made_of_its_cookie_and_does_not_give_it_away()
    {
        await using RestServer server = await RestServer.StartAsync();
        string cookie = new('x', 24);

        using HttpResponseMessage answer = await SendAsync(
            server, HttpMethod.Post, "/schemas", request => request.Headers.Add("Cookie", $"{BrowserIds.CookieName}={cookie}"), RestServer.Schema);

        AuditEntry entry = Assert.Single(server.Audit.Find(new AuditFilter()).Entries);
        Assert.Equal((HttpStatusCode.OK, "changed schema", "events"), (answer.StatusCode, entry.What, entry.Table));
        Assert.StartsWith("b-", entry.Actor.Visitor.Id, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie, entry.Actor.Visitor.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer " + Viewer, 200, 403)]
    [InlineData("Bearer " + Editor, 200, 200)]
    [InlineData("Bearer " + Admin, 200, 200)]
    [InlineData("Bearer viewer-0123456789aB", 401, 401)]
    [InlineData("Bearer", 401, 401)]
    [InlineData("Basic !", 401, 401)]
    [InlineData(null, 401, 401)]
    public async Task A_token_opens_what_its_role_may_do(string? authorization, int looking, int changing)
    {
        await using RestServer server = await RestServer.StartAsync(Tokens);
        void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using HttpResponseMessage look = await SendAsync(server, HttpMethod.Get, "/tables", Authorize);
        using HttpResponseMessage query = await SendAsync(server, HttpMethod.Post, "/query/sql", Authorize, """{"sql":"select 1"}""");
        using HttpResponseMessage change = await SendAsync(server, HttpMethod.Post, "/schemas", Authorize, RestServer.Schema);

        Assert.Equal((looking, looking, changing), ((int)look.StatusCode, (int)query.StatusCode, (int)change.StatusCode));
        if (changing is not 200)
        {
            JsonNode refusal = JsonNode.Parse(await change.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(changing, refusal["code"]!.GetValue<int>());
            Assert.Contains(changing is 403 ? "needs the editor role, and yours is viewer" : "send 'Authorization: Bearer TOKEN'", refusal["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pinots_clients_send_the_token_as_password_and_a_name_that_is_written_down()
    {
        await using RestServer server = await RestServer.StartAsync(Tokens);
        AuthenticationHeaderValue ada = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{Editor}")));

        using HttpResponseMessage change = await SendAsync(server, HttpMethod.Post, "/schemas", request => request.Headers.Authorization = ada, RestServer.Schema);

        AuditEntry entry = Assert.Single(server.Audit.Find(new AuditFilter(Who: "ADA")).Entries);
        Assert.Equal((HttpStatusCode.OK, VisitorRole.Editor, "127.0.0.1", AuditOutcome.Done), (change.StatusCode, entry.Actor.Visitor.Role, entry.Actor.Address, entry.Outcome));
    }

    [Fact]
    public async Task A_wrong_token_is_written_down_without_the_token_and_not_without_end()
    {
        await using RestServer server = await RestServer.StartAsync(Tokens);
        for (int i = 0; i < 15; i++)
        {
            (await SendAsync(server, HttpMethod.Get, "/tables", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "guess-0123456789"))).Dispose();
        }

        (IReadOnlyList<AuditEntry> entries, int total) = server.Audit.Find(new AuditFilter());
        Assert.Equal(10, total);
        Assert.All(entries, entry => Assert.Equal(("signed in", "with a wrong token", AuditOutcome.Refused), (entry.What, entry.Detail, entry.Outcome)));
    }

    [Fact]
    public async Task Health_stays_open_and_a_browser_is_led_to_the_sign_in()
    {
        await using RestServer server = await RestServer.StartAsync(Tokens);

        using HttpResponseMessage health = await SendAsync(server, HttpMethod.Get, "/health");
        using HttpResponseMessage admin = await SendAsync(server, HttpMethod.Get, "/pinot-controller/admin");
        using HttpResponseMessage page = await SendAsync(server, HttpMethod.Get, "/t/events?tab=ingest", request => request.Headers.Accept.ParseAdd("text/html"));
        using HttpResponseMessage preflight = await SendAsync(server, HttpMethod.Options, "/tables");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, admin.StatusCode, preflight.StatusCode));
        Assert.Equal("/login?returnUrl=%2Ft%2Fevents%3Ftab%3Dingest", page.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("ada", "127.0.0.1", 200, 200)]
    [InlineData("grace", "127.0.0.1", 200, 403)]
    [InlineData("", "127.0.0.1", 401, 401)]
    [InlineData("ada", "10.0.0.0/8", 401, 401)]
    public async Task A_proxy_is_believed_from_its_address_alone(string user, string proxies, int looking, int changing)
    {
        AccessOptions access = new() { Mode = "Proxy", TrustedProxies = [proxies], Editors = ["ada"] };
        await using RestServer server = await RestServer.StartAsync(access);
        void Name(HttpRequestMessage request)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-User", user);
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", "192.0.2.7");
        }

        using HttpResponseMessage look = await SendAsync(server, HttpMethod.Get, "/tables", Name);
        using HttpResponseMessage change = await SendAsync(server, HttpMethod.Post, "/schemas", Name, RestServer.Schema);

        Assert.Equal((looking, changing), ((int)look.StatusCode, (int)change.StatusCode));
        if (changing is 200)
        {
            AuditEntry entry = Assert.Single(server.Audit.Find(new AuditFilter()).Entries);
            Assert.Equal(("u-ada", "ada", "192.0.2.7"), (entry.Actor.Visitor.Id, entry.Actor.Visitor.Name, entry.Actor.Address));
        }
    }

    [Theory]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/hubs/live/negotiate")]
    public async Task A_foreign_origin_gets_no_connection(string path)
    {
        await using RestServer server = await RestServer.StartAsync();

        using HttpResponseMessage foreign = await SendAsync(server, HttpMethod.Post, path, request => request.Headers.Add("Origin", "http://evil.example"));
        using HttpResponseMessage opaque = await SendAsync(server, HttpMethod.Post, path, request => request.Headers.Add("Origin", "null"));
        using HttpResponseMessage own = await SendAsync(server, HttpMethod.Post, path, request => request.Headers.Add("Origin", server.Address.TrimEnd('/')));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (foreign.StatusCode, opaque.StatusCode));
        Assert.Contains("http://evil.example may not use this server", await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode); // passed on; there is no console here
    }

    [Fact]
    public async Task A_page_of_another_origin_changes_nothing_through_a_proxys_sign_in()
    {
        await using RestServer server = await RestServer.StartAsync(new AccessOptions { Mode = "Proxy", TrustedProxies = ["127.0.0.1"], Editors = ["ada"] });

        using HttpResponseMessage change = await SendAsync(
            server, HttpMethod.Post, "/schemas",
            request =>
            {
                request.Headers.Add("X-Forwarded-User", "ada");
                request.Headers.Add("Origin", "http://evil.example");
            },
            RestServer.Schema);

        Assert.Equal(HttpStatusCode.Forbidden, change.StatusCode);
        Assert.Equal(0, server.Audit.Find(new AuditFilter()).Total);
    }

    [Fact]
    public async Task Answers_stay_out_of_caches_and_addresses_with_us()
    {
        await using RestServer server = await RestServer.StartAsync();

        using HttpResponseMessage answer = await SendAsync(server, HttpMethod.Get, "/tables");

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.Contains("report-uri /csp-report", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    internal static Task<HttpResponseMessage> SendAsync(RestServer server, HttpMethod method, string path, Action<HttpRequestMessage>? prepare = null, string? body = null)
    {
        HttpRequestMessage request = new(method, new Uri(new Uri(server.Address), path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        prepare?.Invoke(request);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

#pragma warning disable CA2000 // lives as long as the tests
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
#pragma warning restore CA2000
}
