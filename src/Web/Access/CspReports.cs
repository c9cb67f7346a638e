using System.Text.Json;

namespace Web.Access;

/// <summary>What browsers report against the content security policy: counted, and each kind logged once. Any number of threads.</summary>
internal sealed partial class CspReports(ILogger<CspReports> logger)
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxKinds = 100;
    private const int MaxShown = 200;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private long _count;

    /// <summary>Reports since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The kinds that were reported, for people.</summary>
    public IReadOnlyList<string> Kinds
    {
        get
        {
            lock (_lock)
            {
                return [.. _kinds.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes a report as browsers post it.</summary>
    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        byte[] body = new byte[MaxBytes];
        int length = await request.Body.ReadAtLeastAsync(body, MaxBytes, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        if (Describe(body.AsMemory(0, length)) is { } kind)
        {
            Add(kind);
        }

        return Results.NoContent();
    }

    private static string? Describe(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("csp-report", out JsonElement report) && report.ValueKind is JsonValueKind.Object
                ? $"{Text(report, "effective-directive")} of {Text(report, "blocked-uri")} in {Text(report, "source-file")} on {Text(report, "document-uri")}"
                : null;
        }
        catch (JsonException)
        {
            return null; // no browser sends that
        }
    }

    // Without what stands behind a question mark: it may hold SQL. It comes from outside, and goes to a log.
    private static string Text(JsonElement report, string name)
    {
        string text = report.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String ? value.GetString()!.Split('?', '#')[0] : "";
        text = string.Concat(text.Where(letter => !char.IsControl(letter)));
        return text.Length == 0 ? "nothing named" : text.Length <= MaxShown ? text : text[..MaxShown];
    }

    private void Add(string kind)
    {
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            if (_kinds.Count >= MaxKinds || !_kinds.Add(kind))
            {
                return;
            }
        }

        LogReported(logger, kind);
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "a browser refused something by the content security policy: {Kind}")]
    private static partial void LogReported(ILogger logger, string kind);
}
