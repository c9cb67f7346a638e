using System.Globalization;
using Query;
using Query.Results;
using Web.Access;
using Web.Hosting;
using Web.Queries;
using Web.Visitors;

namespace Web.Rest;

/// <summary>Pinot's query routes: the broker's on both ports, the controller's on its own.</summary>
internal sealed class QueryEndpoints(QueryRunner runner, Settings settings)
{
    private const string MultiStage = "useMultistageEngine";

    private readonly string _brokerId = Instances.Broker(settings.Server);

    public static void Map(IEndpointRouteBuilder app)
    {
        QueryEndpoints endpoints = ActivatorUtilities.CreateInstance<QueryEndpoints>(app.ServiceProvider);
        app.MapPost("/query/sql", context => endpoints.AnswerBodyAsync(context, isMultiStage: false)).On(Listener.Both).Demand(VisitorRole.Viewer);
        app.MapMethods("/query/sql", Link, context => endpoints.AnswerLinkAsync(context, isMultiStage: false)).On(Listener.Both);
        app.MapPost("/query", context => endpoints.AnswerBodyAsync(context, isMultiStage: true)).On(Listener.Both).Demand(VisitorRole.Viewer).SharesPathWithPage();
        app.MapMethods("/query", Link, context => endpoints.AnswerLinkAsync(context, isMultiStage: true)).On(Listener.Both).SharesPathWithPage();
        app.MapPost("/sql", endpoints.AnswerControllerBodyAsync).On(Listener.Controller).Demand(VisitorRole.Viewer);
        app.MapMethods("/sql", Link, endpoints.AnswerControllerLinkAsync).On(Listener.Controller);
    }

    private static IEnumerable<string> Link => [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A malformed body is not an answer here but a bare text with status 500, as clients of the broker know it.</summary>
    private async Task AnswerBodyAsync(HttpContext context, bool isMultiStage)
    {
        QueryRequest request;
        try
        {
            request = await QueryBody.ReadAsync(context.Request);
        }
        catch (QueryBodyException exception)
        {
            await PlainAnswers.RefuseAsync(context, StatusCodes.Status500InternalServerError, exception.Message);
            return;
        }
        catch (QueryOptionsException exception)
        {
            await RefuseAsync(context, QueryErrorCodes.SqlParsing, $"SQLParsingError: {exception.Message}");
            return;
        }

        await AnswerAsync(context, isMultiStage ? WithMultiStage(request) : request);
    }

    private async Task AnswerLinkAsync(HttpContext context, bool isMultiStage)
    {
        QueryRequest request;
        try
        {
            request = QueryBody.Read(context.Request.Query);
        }
        catch (QueryOptionsException exception)
        {
            await RefuseAsync(context, QueryErrorCodes.SqlParsing, $"SQLParsingError: {exception.Message}");
            return;
        }

        await AnswerAsync(context, isMultiStage ? WithMultiStage(request) : request);
    }

    /// <summary>The controller puts every refusal into the answer object, with status 200.</summary>
    private async Task AnswerControllerBodyAsync(HttpContext context)
    {
        QueryRequest request;
        try
        {
            request = await QueryBody.ReadAsync(context.Request);
        }
        catch (QueryBodyException exception)
        {
            await RefuseAsync(context, QueryErrorCodes.JsonParsing, $"JsonParsingError: {exception.Message}");
            return;
        }
        catch (QueryOptionsException exception)
        {
            await RefuseAsync(context, QueryErrorCodes.Internal, $"InternalError: {exception.Message}");
            return;
        }

        await AnswerAsync(context, request);
    }

    private async Task AnswerControllerLinkAsync(HttpContext context)
    {
        if (!context.Request.Query.ContainsKey("sql"))
        {
            await RefuseAsync(context, QueryErrorCodes.Internal, "InternalError: the link has no 'sql'; write /sql?sql=select…");
            return;
        }

        QueryRequest request;
        try
        {
            request = QueryBody.Read(context.Request.Query);
        }
        catch (QueryOptionsException exception)
        {
            await RefuseAsync(context, QueryErrorCodes.Internal, $"InternalError: {exception.Message}");
            return;
        }

        await AnswerAsync(context, request);
    }

    private async Task AnswerAsync(HttpContext context, QueryRequest request)
    {
        if (!AcceptsJson(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        QueryAnswer answer = await runner.RunAsync(request, context.RequestAborted);
        if (!context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, answer);
        }
    }

    private Task RefuseAsync(HttpContext context, int code, string message) => WriteAsync(context, new QueryAnswer(0, null, new QueryResult
    {
        Columns = [],
        Rows = [],
        Errors = [new QueryError(code, message, Position: null)],
        Statistics = new QueryStatistics(),
    }));

    private Task WriteAsync(HttpContext context, QueryAnswer answer)
    {
        int? code = answer.Result.Errors.Count > 0 ? answer.Result.Errors[0].Code : null;
        bool isController = context.Request.Path.StartsWithSegments("/sql", StringComparison.Ordinal);
        if (!isController)
        {
            context.Response.Headers["X-Pinot-Error-Code"] = (code ?? -1).ToString(CultureInfo.InvariantCulture);
            if (code is { } failed && WantsHttpStatus(context.Request))
            {
                context.Response.StatusCode = QueryErrorCodes.StatusOf(failed);
            }
        }

        context.Response.ContentType = "application/json";
        return AnswerWriter.WriteAsync(context.Response.BodyWriter, answer, _brokerId, context.RequestAborted);
    }

    private static QueryRequest WithMultiStage(QueryRequest request) => request with
    {
        Options = new Dictionary<string, string>(request.Options, StringComparer.OrdinalIgnoreCase) { [MultiStage] = "true" },
    };

    private static bool WantsHttpStatus(HttpRequest request) =>
        string.Equals(request.Headers["Pinot-Use-Http-Status-For-Errors"].ToString(), "true", StringComparison.OrdinalIgnoreCase);

    // Only a client that names types and leaves JSON out is turned away.
    private static bool AcceptsJson(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0 || accepted.Any(type => type.MatchesAllTypes || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase));
    }
}
