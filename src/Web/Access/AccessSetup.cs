using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Web.Addresses;
using Web.Audit;
using Web.Hosting;
using Web.Visitors;

namespace Web.Access;

/// <summary>Puts sign-in, roles and limits into the server.</summary>
internal static class AccessSetup
{
    private const string CookieOrToken = "CookieOrToken";

    public static void AddAccess(this IServiceCollection services, Settings settings)
    {
        AddSchemes(services, settings);
        services.AddRoles();
        RateLimits.Add(services);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(provider => new Deeds(provider.GetRequiredService<AuditLog>(), () => Acting.Now, settings.Access.Kind));
        services.AddSingleton<SignIns>();
        services.AddSingleton<CspReports>();
        services.AddSingleton<Circuits>();
        services.AddDataProtection().SetApplicationName("Millrace").PersistKeysToFileSystem(KeyFolder(settings.Storage));
    }

    /// <summary>What pages know of their visitor. After the console's own services, whose place some take.</summary>
    public static void AddConsoleAccess(this IServiceCollection services)
    {
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SignInWatch>();
        services.AddScoped<CurrentVisitor>();
        services.AddScoped<CircuitHandler, CircuitWatch>();
    }

    /// <summary>Asks who is there before anything is answered.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.Use((context, next) =>
        {
            BrowserIds.Recognise(context);
            return next(context);
        });
        app.UseAuthentication();
        app.UseOriginCheck();
        app.Use(async (context, next) =>
        {
            using (Acting.As(new Actor(Visitor.Of(context.User), SignIns.AddressOf(context))))
            {
                await next(context);
            }
        });
        app.UseAuthorization();
        app.UseRateLimiter();
        Circuits circuits = app.Services.GetRequiredService<Circuits>();
        app.Use(next => context => circuits.RefuseIfFullAsync(context, next));
    }

    /// <summary>Signing out, and what browsers report. The page for signing in is a component.</summary>
    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        app.MapPost(AppUrls.Logout, SignOutAsync).AllowAnonymous();
        app.MapPost(ContentSecurity.ReportPath, (HttpRequest request, CspReports reports) => reports.TakeAsync(request)).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignIns signIns, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.Json(new { code = StatusCodes.Status400BadRequest, error = "Signing out needs the form of a page: use the button in the console." }, statusCode: StatusCodes.Status400BadRequest);
        }

        await signIns.SignOutAsync(context);
        return Results.LocalRedirect(AppUrls.Login);
    }

    private static void AddSchemes(IServiceCollection services, Settings settings)
    {
        switch (settings.Access.Kind)
        {
            case AccessMode.Token:
                services.AddAuthentication(CookieOrToken)
                    .AddPolicyScheme(CookieOrToken, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                        context.Request.Headers.Authorization.Count > 0 ? TokenHandler.Name : CookieAuthenticationDefaults.AuthenticationScheme)
                    .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, configureOptions: null)
                    .AddCookie(cookie => Configure(cookie, settings));
                break;
            case AccessMode.Proxy:
                services.AddAuthentication(ProxyHandler.Name).AddScheme<AuthenticationSchemeOptions, ProxyHandler>(ProxyHandler.Name, configureOptions: null);
                break;
            default:
                services.AddAuthentication(OpenHandler.Name).AddScheme<AuthenticationSchemeOptions, OpenHandler>(OpenHandler.Name, configureOptions: null);
                break;
        }
    }

    private static void Configure(CookieAuthenticationOptions cookie, Settings settings)
    {
        cookie.Cookie.Name = $"millrace.sign-in.{settings.Server.Port}"; // cookies know no ports: two servers on one machine would sign each other out
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.SlidingExpiration = false;
        cookie.ExpireTimeSpan = settings.Access.SignInLasts;
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.Principal is not { } principal || !context.HttpContext.RequestServices.GetRequiredService<SignIns>().IsValid(principal))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            }
        };
    }

    // In the data folder, so that a restart signs nobody out, and for the server's user alone.
    private static DirectoryInfo KeyFolder(StorageOptions storage)
    {
        string path = Path.Combine(storage.DataDirectory, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
