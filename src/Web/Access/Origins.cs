using Microsoft.AspNetCore.Authentication.Cookies;

namespace Web.Access;

/// <summary>Keeps pages of other origins from using a browser's sign-in here.</summary>
internal static class Origins
{
    /// <summary>Refuses foreign origins on the connections of console and hub, and on changes that only a cookie or a proxy vouches for.</summary>
    public static void UseOriginCheck(this WebApplication app) => app.Use((context, next) =>
    {
        bool isConnection = context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
        return (isConnection || IsVouchedChange(context)) && IsForeign(context.Request)
            ? AccessRefusals.WriteAsync(
                context, StatusCodes.Status403Forbidden,
                $"A page of {Shown(context.Request)} may not use this server. Open the console at the server's own address; a proxy in front of it has to pass on the Host header.")
            : next(context);
    });

    // A browser adds them by itself, whoever wrote the page; a token in a header it does not.
    private static bool IsVouchedChange(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method)
        && context.User.Identity?.AuthenticationType is CookieAuthenticationDefaults.AuthenticationScheme or ProxyHandler.Name;

    // Without the header it is no browser.
    private static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    // As Uri writes it, which leaves the scheme's own port out. The scheme is no part of it: a proxy that ends TLS changes it.
    private static string Authority(HttpRequest request)
    {
        string host = request.Host.Value ?? "";
        string origin = request.Headers.Origin.ToString();
        string scheme = origin.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        return Uri.TryCreate($"{scheme}://{host}", UriKind.Absolute, out Uri? uri) ? uri.Authority : host;
    }

    private static string Shown(HttpRequest request)
    {
        const int MaxShown = 100;
        string origin = string.Concat(request.Headers.Origin.ToString().Where(letter => !char.IsControl(letter)));
        return origin.Length <= MaxShown ? origin : origin[..MaxShown];
    }
}
