using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using Web.Hosting;

namespace Web.Rest;

/// <summary>What holds for every route: an error is <c>{"code", "error"}</c>, OPTIONS lists the methods, and the controller lets scripts of any origin read.</summary>
internal static class RestConventions
{
    // Paths of the console's own traffic: no business of other origins.
    private static readonly string[] ConsolePaths = ["/_blazor", "/_framework", "/_content", "/hubs", "/api/ui"];

    public static void UseRestConventions(this WebApplication app)
    {
        ServerOptions server = app.Services.GetRequiredService<Settings>().Server;
        app.Use((context, next) =>
        {
            if (context.ListenerOf(server) is Listener.Controller && !IsConsole(context.Request.Path))
            {
                AddControllerHeaders(context.Response.Headers, server);
            }

            return next(context);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerExceptionAsync });
        app.UseStatusCodePages(status => AnswerStatusAsync(status.HttpContext));
    }

    private static bool IsConsole(PathString path) => ConsolePaths.Any(start => path.StartsWithSegments(start, StringComparison.Ordinal));

    private static void AddControllerHeaders(IHeaderDictionary headers, ServerOptions server)
    {
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, PUT, OPTIONS, DELETE";
        headers.AccessControlAllowHeaders = "*";
        headers["Pinot-Controller-Host"] = Instances.Host(server);
    }

    private static Task AnswerExceptionAsync(HttpContext context)
    {
        Exception? exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return WriteAsync(context, $"{exception?.GetType().Name}: {exception?.Message}");
    }

    private static Task AnswerStatusAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (response.StatusCode is StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.Headers.Allow = $"{response.Headers.Allow}, OPTIONS";
            return Task.CompletedTask;
        }

        return WriteAsync(context, $"HTTP {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}");
    }

    private static Task WriteAsync(HttpContext context, string error) =>
        context.Response.WriteAsJsonAsync(new { code = context.Response.StatusCode, error }, CancellationToken.None);
}
