using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;
using Web.Visitors;

namespace Web.Rest;

/// <summary>Turns what goes wrong in a route into <c>{"code", "error"}</c>.</summary>
internal static class RestFaults
{
    /// <summary>A group of routes whose refusals are answered so.</summary>
    public static RouteGroupBuilder MapRest(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup(string.Empty);
        group.AddEndpointFilter(AnswerAsync);
        return group;
    }

    /// <summary>A route that answers GET, and HEAD without the body.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder app, string path, Delegate handler) =>
        app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], handler);

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!AcceptsJson(context.HttpContext.Request))
        {
            return RestAnswer.Error(StatusCodes.Status406NotAcceptable, "HTTP 406 Not Acceptable");
        }

        try
        {
            return await next(context);
        }
        catch (RestException exception)
        {
            return RestAnswer.Error(exception.Status, exception.Message);
        }
        catch (RefusedException exception)
        {
            return RestAnswer.Error(StatusCodes.Status403Forbidden, exception.Message);
        }
        catch (Exception exception) when (exception is SchemaException or TableConfigException or IngestionException)
        {
            return RestAnswer.Error(StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (IOException exception)
        {
            return RestAnswer.Error(StatusCodes.Status500InternalServerError, $"the disk refused: {exception.Message}");
        }
    }

    // Only a client that names types and leaves JSON (and plain text) out is turned away.
    private static bool AcceptsJson(HttpRequest request)
    {
        IList<Microsoft.Net.Http.Headers.MediaTypeHeaderValue> accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0 || accepted.Any(type => type.MatchesAllTypes
            || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase));
    }
}
