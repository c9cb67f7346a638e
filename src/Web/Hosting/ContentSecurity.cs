
namespace Web.Hosting;

/// <summary>What every answer tells a browser for its safety.</summary>
internal static class ContentSecurity
{
    /// <summary>Where browsers report what the policy refused.</summary>
    public const string ReportPath = "/csp-report";

    // Styles need 'unsafe-inline': many components write a style attribute, the editor a style element.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; report-uri " + ReportPath;

    private const string Permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    public static void UseContentSecurity(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "same-origin"; // statements stand in addresses; without any referrer, browsers would also keep the origin of our own forms to themselves
        context.Response.Headers["Permissions-Policy"] = Permissions;
        context.Response.OnStarting(KeepOutOfCaches, context.Response.Headers);
        return next(context);
    });

    // Files of the console say themselves how long they may be kept; pages, answers and exports are for whoever asked, now.
    private static Task KeepOutOfCaches(object headers)
    {
        if (headers is IHeaderDictionary { CacheControl.Count: 0 } unsaid)
        {
            unsaid.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
