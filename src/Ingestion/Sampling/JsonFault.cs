using System.Globalization;
using System.Text.Json;

namespace Ingestion.Sampling;

/// <summary>What is wrong with a JSON text, in words for people.</summary>
public static class JsonFault
{
    private const string Machine = " LineNumber:";

    /// <summary>The fault and its place, both counted from 1: <c>'&lt;' is an invalid start of a value (line 1, byte 1)</c>.</summary>
    public static string Of(JsonException exception)
    {
        int end = exception.Message.IndexOf(Machine, StringComparison.Ordinal);
        string fault = (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.', ' ');
        return string.Create(CultureInfo.InvariantCulture, $"{fault} (line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1})");
    }
}
