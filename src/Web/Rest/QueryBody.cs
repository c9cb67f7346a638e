using System.Text.Json;
using Query;

namespace Web.Rest;

/// <summary>What a client asks, read from the JSON body or the link of a query route.</summary>
internal static class QueryBody
{
    public const string MissingSql = "Payload is missing the query string field 'sql'";

    /// <summary>Reads <c>{"sql": …, "queryOptions": …, "trace": …}</c>. The content type is not looked at: clients send any.</summary>
    /// <exception cref="QueryBodyException">The body is not JSON, or has no <c>sql</c>.</exception>
    /// <exception cref="QueryOptionsException">The options are not <c>k=v;k=v</c> nor an object.</exception>
    public static async Task<QueryRequest> ReadAsync(HttpRequest request)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw new QueryBodyException(request.ContentLength == 0 ? MissingSql : $"the body is not JSON: {exception.Message}");
        }

        using (document)
        {
            JsonElement body = document.RootElement;
            if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("sql", out JsonElement sql))
            {
                throw new QueryBodyException(MissingSql);
            }

            Dictionary<string, string> options = body.TryGetProperty("queryOptions", out JsonElement given) ? Options(given) : NoOptions();
            if (body.TryGetProperty("trace", out JsonElement trace))
            {
                options.TryAdd("trace", Text(trace));
            }

            return new QueryRequest(Text(sql), options);
        }
    }

    /// <summary>Reads <c>?sql=…&amp;queryOptions=…&amp;trace=…</c>; a missing statement is the empty one.</summary>
    /// <exception cref="QueryOptionsException">The options are not <c>k=v;k=v</c>.</exception>
    public static QueryRequest Read(IQueryCollection link)
    {
        Dictionary<string, string> options = Options(link["queryOptions"].ToString());
        if (link.TryGetValue("trace", out var trace))
        {
            options.TryAdd("trace", trace.ToString());
        }

        return new QueryRequest(link["sql"].ToString(), options);
    }

    private static Dictionary<string, string> Options(JsonElement given)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            return Options(Text(given));
        }

        Dictionary<string, string> options = NoOptions();
        foreach (JsonProperty option in given.EnumerateObject())
        {
            options.TryAdd(option.Name, Text(option.Value));
        }

        return options;
    }

    private static Dictionary<string, string> Options(string text)
    {
        Dictionary<string, string> options = NoOptions();
        foreach (string piece in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new QueryOptionsException($"Chunk [{piece}] is not a valid entry; write queryOptions as name=value;name=value");
            }

            options.TryAdd(piece[..equals].Trim(), piece[(equals + 1)..].Trim());
        }

        return options;
    }

    private static Dictionary<string, string> NoOptions() => new(StringComparer.OrdinalIgnoreCase);

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

/// <summary>The body holds no statement. The message says what is missing.</summary>
internal sealed class QueryBodyException(string message) : Exception(message);

/// <summary>The options beside the statement cannot be read. The message names the piece.</summary>
internal sealed class QueryOptionsException(string message) : Exception(message);
