using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Web.Components.SignIn;
using Web.Visitors;

namespace UnitTests.Web.Components.SignIn;

public sealed class SignInTests : ConsoleContext
{
    [Theory]
    [InlineData("Ada", true, "Ada editor")]
    [InlineData("", false, "editor")]
    public void The_header_says_who_is_signed_in_and_offers_to_sign_out_where_that_helps(string name, bool canSignOut, string expected)
    {
        Services.AddSingleton<AntiforgeryStateProvider, NoToken>();

        IRenderedComponent<WhoAmI> header = Render<WhoAmI>(parameters => parameters
            .Add(one => one.Principal, new Visitor("1", name, VisitorRole.Editor).ToPrincipal("test")).Add(one => one.CanSignOut, canSignOut));

        Assert.Equal(expected, header.Find(".who").TextContent.Trim());
        Assert.Equal(canSignOut ? 1 : 0, header.FindAll("form[action='/logout'] button").Count);
    }

    [Fact]
    public void Whoever_signed_out_elsewhere_is_led_to_the_sign_in_and_back()
    {
        Navigation.NavigateTo("/t/events?tab=ingest");

        IRenderedComponent<SignedOut> page = Render<SignedOut>();

        Assert.Contains("your SQL is kept in this browser", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("/login?returnUrl=%2Ft%2Fevents%3Ftab%3Dingest", Navigation.Uri, StringComparison.OrdinalIgnoreCase);
    }
}
