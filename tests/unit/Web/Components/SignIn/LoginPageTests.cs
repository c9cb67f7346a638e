using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using UnitTests.Web.Audit;
using Web.Access;
using Web.Components.SignIn;
using Web.Hosting;
using Web.Visitors;

namespace UnitTests.Web.Components.SignIn;

/// <summary>What the page for signing in says in each mode; that the form works is shown end to end.</summary>
public sealed class LoginPageTests : ConsoleContext
{
    [Fact]
    public void With_tokens_it_asks_for_one()
    {
        IRenderedComponent<LoginPage> page = Show(new AccessOptions { Mode = "Token" }, visitor: null);

        Assert.Equal("password", page.Find("#token").GetAttribute("type"));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void Whoever_is_signed_in_already_is_told_so_and_can_go_on() =>
        Assert.StartsWith("You are signed in as Ada (editor). Go on", Show(new AccessOptions { Mode = "Token" }, new Visitor("1", "Ada", VisitorRole.Editor)).Find("p").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Behind_a_proxy_that_named_nobody_it_says_why() =>
        Assert.Contains("Nobody is known", Show(new AccessOptions { Mode = "Proxy", TrustedProxies = ["10.0.0.7"] }, visitor: null).Find("[role=alert]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Behind_a_proxy_it_says_who_one_is() =>
        Assert.Contains("has signed you in as Ada (viewer)", Show(new AccessOptions { Mode = "Proxy" }, new Visitor("1", "Ada", VisitorRole.Viewer)).Find("p").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Where_nobody_has_to_sign_in_it_says_that() =>
        Assert.Contains("Nobody has to sign in here.", Show(new AccessOptions(), visitor: null).Find("p").TextContent, StringComparison.Ordinal);

    private IRenderedComponent<LoginPage> Show(AccessOptions access, Visitor? visitor)
    {
        Access = access;
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        if (visitor is not null)
        {
            context.User = visitor.ToPrincipal("test");
        }

        Services.AddSingleton(new SignIns(Settings, TestDeeds.Log(Settings.Storage.DataDirectory), new RateLimits(), TimeProvider.System));
        Services.AddSingleton<AntiforgeryStateProvider, NoToken>();
        return Render<LoginPage>(parameters => parameters.AddCascadingValue<HttpContext>(context));
    }
}
