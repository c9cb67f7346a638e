using System.Globalization;
using System.Text.Json;

namespace Ingestion.Registry;

/// <summary>What a schema registry answers instead of a schema.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Its own error code, such as 40403; 0 if it gives none.</param>
/// <param name="Message">What it says, for people.</param>
internal sealed record RegistryError(int Status, int Code, string Message)
{
    private const int MaxMessage = 300;

    /// <summary>True if the registry says that it does not have what it was asked for: codes 404xx. A bare 404 comes from something else at that address.</summary>
    public bool IsUnknown => Code is >= 40_400 and < 40_500;

    /// <summary>True if asking again will not help: it is unknown, or the question itself is refused. Logins, limits and faults of the registry may change.</summary>
    public bool IsFinal => IsUnknown || Code is (>= 40_000 and < 40_100) or (>= 40_900 and < 41_000) or (>= 42_200 and < 42_300);

    /// <summary>Reads the body of an answer.</summary>
    public static RegistryError Read(int status, string? reason, Stream body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error_code", out JsonElement code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out int number))
            {
                string? message = root.TryGetProperty("message", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
                return new RegistryError(status, number, Shortened(message ?? reason ?? ""));
            }
        }
        catch (JsonException)
        {
            // A proxy or another service speaks; its status must do.
        }

        return new RegistryError(status, 0, reason ?? "");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Code == 0 ? Status : Code)} ({Message})");

    private static string Shortened(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
