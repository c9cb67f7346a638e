using Microsoft.AspNetCore.Diagnostics;
using MudBlazor;
using MudBlazor.Services;
using Web.Components.Layout;
using Web.Live;

namespace Web.Components;

/// <summary>Puts the console into the server.</summary>
internal static class ConsoleSetup
{
    /// <summary>Services of pages, live figures and hub. <c>SqlRunner</c>, <c>TableViews</c>, <c>TopicViews</c> and <c>TableActions</c> come from whoever owns the engines.</summary>
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 50;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
        });
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.VisibleStateDuration = 8_000;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
        });
        services.AddSignalR();
        services.AddSingleton<LiveFrames>();
        services.AddHostedService<LivePublisher>();
        services.AddSingleton(provider => ThemeSheet.RenderAsync(provider, provider.GetRequiredService<ILoggerFactory>()).GetAwaiter().GetResult());
    }

    /// <summary>A browser that asks for an address nobody answers gets a page that says so; programs get the bare status.</summary>
    public static void UseConsole(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodePagesFeature>() is { } statusPages && !IsPageRequest(context.Request))
            {
                statusPages.Enabled = false;
            }

            return next(context);
        });
        app.UseAntiforgery();
    }

    /// <summary>Pages, style sheet and hub.</summary>
    public static void MapConsole(this WebApplication app)
    {
        app.MapGet("/theme.css", (ThemeSheet theme, HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Text(theme.Css, "text/css");
        }).AllowAnonymous();
        app.MapHub<LiveHub>("/hubs/live");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    private static bool IsPageRequest(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
