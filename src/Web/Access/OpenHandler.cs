using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Web.Visitors;

namespace Web.Access;

/// <summary>Lets everybody in while nobody has to sign in.</summary>
internal sealed class OpenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Open";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        Visitor visitor = BrowserIds.Of(Context) is { } id ? Visitor.Anybody with { Id = id } : Visitor.Anybody;
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(visitor.ToPrincipal(Name), Name)));
    }
}
