using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using UnitTests.Web.Rest;
using Web.Access;
using Web.Addresses;
using Web.Hosting;

namespace UnitTests.Web.Access;

public sealed class ReportsAndLimitsTests
{
    [Fact]
    public async Task Reports_of_browsers_are_counted_and_each_kind_is_kept_once_without_the_query()
    {
        CspReports reports = new(NullLogger<CspReports>.Instance);
        const string Report = """{"csp-report":{"effective-directive":"script-src","blocked-uri":"inline","source-file":"","document-uri":"http://localhost/query?query=secret"} }""";

        foreach (string body in new[] { Report, Report, "{", "[1]" })
        {
            DefaultHttpContext context = new();
            context.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
            await reports.TakeAsync(context.Request);
        }

        Assert.Equal(2, reports.Count);
        Assert.Equal("script-src of inline in nothing named on http://localhost/query", Assert.Single(reports.Kinds));
    }

    [Fact]
    public void Whoever_does_something_too_often_is_told_when_to_come_back_and_others_are_not()
    {
        using RateLimits limits = new();
        string?[] answers = [.. Enumerable.Range(0, 21).Select(_ => limits.Refusal(RateLimits.ConnectionChecks, "ada"))];

        Assert.All(answers[..20], Assert.Null);
        Assert.StartsWith("Too many connection checks: at most 20 a minute. Try again in", answers[20], StringComparison.Ordinal);
        Assert.Null(limits.Refusal(RateLimits.ConnectionChecks, "grace"));
    }

    [Fact]
    public async Task Signing_out_needs_the_form_of_a_page()
    {
        await using RestServer server = await RestServer.StartAsync();

        using HttpResponseMessage answer = await AccessModesTests.SendAsync(server, HttpMethod.Post, "/logout");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/t/events?tab=ingest", "/t/events?tab=ingest")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData(null, "/")]
    public void A_sign_in_leads_on_to_pages_of_ours_alone(string? asked, string expected) => Assert.Equal(expected, AppUrls.LocalOrHome(asked));

    [Theory]
    [InlineData("Maybe", "", "", "Access:Mode is 'Maybe'")]
    [InlineData("Token", "", "", "no token is set")]
    [InlineData("Token", "short", "", "Access:Tokens:Editor has 5 characters")]
    [InlineData("Proxy", "", "", "Access:TrustedProxies is empty")]
    [InlineData("Proxy", "", "10.0.0.0/99", "Access:TrustedProxies has '10.0.0.0/99'")]
    public void Settings_that_do_not_hold_are_told(string mode, string token, string proxy, string expected)
    {
        AccessOptions options = new() { Mode = mode, Tokens = new AccessTokens { Editor = token }, TrustedProxies = proxy.Length == 0 ? [] : [proxy] };

        Assert.Contains(options.Validate(), fault => fault.Contains(expected, StringComparison.Ordinal));
    }
}
