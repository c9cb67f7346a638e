using System.Text.Json;
using System.Text.Json.Nodes;

namespace Web.Rest;

/// <summary>Reads JSON documents out of requests, whatever their content type says.</summary>
internal static class RestBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads an object.</summary>
    /// <param name="request">Its body is the document, or a form whose first file or value is.</param>
    /// <param name="what">What the document is called in a refusal, such as <c>table config</c>.</param>
    /// <exception cref="RestException">There is no JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, string what)
    {
        string text = request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true
            ? await ReadPartAsync(request, what)
            : await ReadTextAsync(request.Body, request.HttpContext.RequestAborted);
        return Parse(text, what);
    }

    private static JsonObject Parse(string text, string what)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RestException.BadRequest($"Invalid {what} json string: (empty). Reason: the request has no body; send a JSON object");
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject
                ?? throw RestException.BadRequest($"Invalid {what} json string: {Start(text)}. Reason: the body must be a JSON object, {{…}}");
        }
        catch (JsonException exception)
        {
            throw RestException.BadRequest(
                $"Invalid {what} json string: {Start(text)}. Reason: {exception.Message} (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})");
        }
    }

    private static async Task<string> ReadPartAsync(HttpRequest request, string what)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw RestException.BadRequest($"Invalid {what}: the multipart body cannot be read: {exception.Message}");
        }

        if (form.Files is [IFormFile file, ..])
        {
            await using Stream content = file.OpenReadStream();
            return await ReadTextAsync(content, request.HttpContext.RequestAborted);
        }

        return form.Select(field => field.Value.ToString()).FirstOrDefault() ?? string.Empty;
    }

    private static async Task<string> ReadTextAsync(Stream stream, CancellationToken cancellation)
    {
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(cancellation);
    }

    // Enough to recognise the document by; never a secret further down.
    private static string Start(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
