using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEndTests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>Sign-in, roles and the audit, in a real browser and over REST.</summary>
public sealed class AccessTests(BrowserFixture browser)
{
    private const string Viewer = "viewer-0123456789ab";
    private const string Editor = "editor-0123456789ab";
    private const string Admin = "admin-0123456789abc";

    [Fact]
    public async Task People_sign_in_by_the_token_of_their_role_and_do_what_it_allows()
    {
        await using ServerProcess server = Start("Token");
        await server.StartAsync(TestContext.Current.CancellationToken);
        List<string> complaints = [];
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/t/events?tab=ingest"), complaints);
        Assert.Empty(await AccessibilityTests.FindingsAsync(page));

        await SignInAsync(page, "wrong-0123456789ab", "Ada");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This token is not valid here");
        complaints.Clear(); // the browser complains of the status 401

        await SignInAsync(page, Viewer, "Ada");
        await Expect(page).ToHaveURLAsync(new Uri(server.Controller, "/t/events?tab=ingest").ToString());
        ILocator pause = page.GetByRole(AriaRole.Button, new() { Name = "Pause…" });
        await Expect(pause).ToBeDisabledAsync();
        await Expect(pause).ToHaveAttributeAsync("title", "Pausing needs the editor role.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Admin" })).ToHaveCountAsync(0);

        await SignOutAsync(page);
        await SignInAsync(page, Editor, "Grace");
        await page.GotoAsync(new Uri(server.Controller, "/t/events").ToString());
        await pause.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Activity" }).ClickAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("Grace");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("paused");

        await SignOutAsync(page);
        await SignInAsync(page, Admin, "Joan");
        foreach (string path in new[] { "/admin", "/admin/queries", "/admin/audit", "/admin/system" })
        {
            await page.GotoAsync(new Uri(server.Controller, path).ToString());
            await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Admin" })).ToBeVisibleAsync();
            Assert.Empty(await AccessibilityTests.FindingsAsync(page));
        }

        await Expect(page.Locator("main")).ToContainTextAsync("Refused by browsersnothing");
        await page.GotoAsync(new Uri(server.Controller, "/admin/audit?t=events").ToString());
        await Expect(page.Locator("tbody")).ToContainTextAsync(new Regex(@"127\.0\.0\.1|::1", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_pages_of_the_others()
    {
        await using ServerProcess server = Start("Token");
        await server.StartAsync(TestContext.Current.CancellationToken);
        IPage first = await browser.OpenAsync(new Uri(server.Controller, "/catalog"), []);
        await SignInAsync(first, Viewer, "");
        IPage second = await first.RunAndWaitForPopupAsync(() => first.EvaluateAsync("() => { window.open('/t/events'); }"));
        await second.Locator("[data-interactive=true] .tabs").WaitForAsync();

        await SignOutAsync(first);

        await Expect(second).ToHaveURLAsync(new Uri(server.Controller, "/login?returnUrl=%2Ft%2Fevents").ToString());
        await second.CloseAsync();
        await first.CloseAsync();
    }

    [Fact]
    public async Task A_proxys_users_have_their_roles_on_both_ports()
    {
        await using ServerProcess server = Start("Proxy");
        await server.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient http = new();

        async Task<(HttpStatusCode Status, string Text)> SendAsync(Uri address, string method, string path, string? user)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), new Uri(address, path));
            if (user is not null)
            {
                request.Headers.Add("X-Forwarded-User", user);
            }

            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server.Broker, "GET", "/query/sql?sql=select%201", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server.Broker, "GET", "/query/sql?sql=select%201", "grace")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server.Broker, "GET", "/health", null)).Status);
        (HttpStatusCode status, string text) = await SendAsync(server.Controller, "POST", "/tables/events/pauseConsumption", "grace");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(403, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetInt32());
        Assert.Contains("Access:Editors", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server.Controller, "POST", "/tables/events/pauseConsumption", "ada")).Status);
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_connection()
    {
        await using ServerProcess server = Start("Token");
        await server.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.Controller, "/_blazor/negotiate?negotiateVersion=1"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Viewer);
        request.Headers.Add("Origin", "http://evil.example");

        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("may not use this server", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static ServerProcess Start(string mode)
    {
        ServerProcess server = new("--demo", "on");
        server.Settings["Access__Mode"] = mode;
        server.Settings["Access__Tokens__Viewer"] = Viewer;
        server.Settings["Access__Tokens__Editor"] = Editor;
        server.Settings["Access__Tokens__Admin"] = Admin;
        server.Settings["Access__TrustedProxies__0"] = "127.0.0.0/8";
        server.Settings["Access__TrustedProxies__1"] = "::1";
        server.Settings["Access__Editors__0"] = "ada";
        return server;
    }

    private static async Task SignInAsync(IPage page, string token, string name)
    {
        await page.GetByLabel("Token").FillAsync(token);
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("Token")).ToBeVisibleAsync();
    }
}
