using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Web.Hosting;
using Web.Visitors;

namespace Web.Access;

/// <summary>Believes a proxy that says in a header who somebody is.</summary>
internal sealed class ProxyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Settings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Proxy";

    private const int MaxNameLength = 200;

    private readonly AccessOptions _access = settings.Access;

    /// <summary>Why nobody is known; for whoever set the proxy up.</summary>
    public static string Explain(HttpContext context, AccessOptions access) => TrustedProxies.IsBehind(context)
        ? $"The proxy in front of this server named no user in the header {access.UserHeader}. It has to set that header for every request."
        : "This server takes requests only from its proxy, and this one came from elsewhere. Use the address of the proxy; the setting Access:TrustedProxies says which addresses are its.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string[] names = [.. Request.Headers[_access.UserHeader].OfType<string>()];
        if (!TrustedProxies.IsBehind(Context) || names is not [{ Length: > 0 and <= MaxNameLength } name] || name.Any(char.IsControl))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        VisitorRole role = _access.Admins.Contains(name, StringComparer.Ordinal) ? VisitorRole.Admin
            : _access.Editors.Contains(name, StringComparer.Ordinal) ? VisitorRole.Editor
            : VisitorRole.Viewer;
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new Visitor($"u-{name}", name, role).ToPrincipal(Name), Name)));
    }
}
