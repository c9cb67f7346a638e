using System.Globalization;
using Microsoft.Net.Http.Headers;
using Query.Results;
using Web.Access;
using Web.Audit;
using Web.Visitors;

namespace Web.KeptResults;

/// <summary>Files of answers: straight from the server to the browser's disk, beside the page's circuit.</summary>
internal sealed class ResultEndpoints(ResultStore results, WholeResults whole, Deeds deeds, TimeProvider clock)
{
    private const int WholeAtOnce = 2;
    private const int MaxNameLength = 80;

    private int _wholes;

    public static void Map(IEndpointRouteBuilder app)
    {
        ResultEndpoints endpoints = ActivatorUtilities.CreateInstance<ResultEndpoints>(app.ServiceProvider);
        app.MapGet("/api/ui/results/{id}/export", endpoints.ExportAsync).RequireRateLimiting(RateLimits.Exports);
    }

    private async Task ExportAsync(HttpContext context, string id)
    {
        if (results.Find(Visitor.Of(context.User), id) is not { } kept)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "This result is not kept any more: results go 15 minutes after they were last looked at. Run the query again, then export it.");
            return;
        }

        if (Options(context.Request.Query) is not { } options)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "'format' is missing or unknown: write csv, tsv, json, ndjson or markdown.");
            return;
        }

        if (context.Request.Query["rows"] != "all")
        {
            await WriteAsync(context, kept, kept.Result, options);
        }
        else
        {
            await ExportWholeAsync(context, kept, options);
        }
    }

    // All rows may be much: more than two at once would leave nothing for those who ask.
    private async Task ExportWholeAsync(HttpContext context, KeptResult kept, ExportOptions options)
    {
        try
        {
            if (Interlocked.Increment(ref _wholes) <= WholeAtOnce)
            {
                await RunAndWriteAsync(context, kept, options);
            }
            else
            {
                await RefuseAsync(context, StatusCodes.Status429TooManyRequests, $"{WholeAtOnce} exports of all rows are running. Try again when one of them is done, or export the fetched rows.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _wholes);
        }
    }

    private async Task RunAndWriteAsync(HttpContext context, KeptResult kept, ExportOptions options)
    {
        deeds.Record(Deed.Exported, table: null, $"all rows of result {kept.Id} as {options.Format}");
        QueryResult result = await whole.RunAsync(kept.Query, context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (result.Errors.Count > 0)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, $"The query ran before, but not now: {result.Errors[0].Message}");
            return;
        }

        await WriteAsync(context, kept, result.Rows.Count <= WholeResults.MaxRows ? result : result with { Rows = [.. result.Rows.Take(WholeResults.MaxRows)] }, options);
    }

    private async Task WriteAsync(HttpContext context, KeptResult kept, QueryResult result, ExportOptions options)
    {
        SetHeaders(context.Response, options.ContentType);
        ContentDispositionHeaderValue disposition = new("attachment");
        disposition.SetHttpFileName(FileName(context.Request.Query["name"].ToString(), kept, options));
        context.Response.Headers.ContentDisposition = disposition.ToString();
        try
        {
            await ResultExport.WriteAsync(context.Response.BodyWriter, result, options, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The person stopped the download.
        }
    }

    private string FileName(string name, KeptResult kept, ExportOptions options)
    {
        string stem = Stem(name);
        if (stem.Length == 0)
        {
            stem = Stem(string.Join('-', kept.Result.Statistics.Tables));
        }

        string moment = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return $"{(stem.Length == 0 ? "result" : stem)}-{moment}.{options.Extension}";
    }

    // Only what no file system, shell or header gives a meaning to.
    private static string Stem(string name)
    {
        string kept = string.Concat(name.Take(MaxNameLength).Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : ' '));
        return string.Join('-', kept.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim('.', '-');
    }

    private static ExportOptions? Options(IQueryCollection query) =>
        Enum.TryParse(query["format"], ignoreCase: true, out ExportFormat format) && Enum.IsDefined(format)
            ? new ExportOptions(format) { HasBom = query["bom"] == "true", IsGuarded = query["guard"] != "false", LongsAreText = query["longs"] == "text" }
            : null;

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        SetHeaders(context.Response, "text/plain; charset=utf-8");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(message, context.RequestAborted);
    }

    private static void SetHeaders(HttpResponse response, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}

/// <summary>Puts the routes of answers into the server.</summary>
internal static class ResultRoutes
{
    public static void MapResults(this IEndpointRouteBuilder app) => ResultEndpoints.Map(app);
}
