using System.Text.Json;
using System.Text.Unicode;
using Ingestion.Kafka;
using Ingestion.Registry;

namespace Ingestion.Sampling;

/// <summary>What messages seem to be written in.</summary>
/// <param name="Decoder">Pinot's name of the decoder class; null if none reads them.</param>
/// <param name="Why">What speaks for it, for people.</param>
public sealed record FormatGuess(string? Decoder, string Why)
{
    /// <summary>Looks at messages; what most of them are counts. Null without a message.</summary>
    public static FormatGuess? Of(IReadOnlyList<SampledMessage> messages)
    {
        ReadOnlyMemory<byte>[] values = [.. messages.Where(message => message.Value is not null).Select(message => message.Value!.Value)];
        if (values.Length == 0)
        {
            return null;
        }

        int objects = values.Count(value => IsObject(value.Span));
        if (2 * objects >= values.Length)
        {
            return new FormatGuess(DecoderNames.Json, $"JSON objects ({objects} of {values.Length} messages)");
        }

        int framed = values.Count(value => ConfluentFrame.Open(value.Span, out _, out _) is null);
        if (2 * framed >= values.Length)
        {
            ReadOnlyMemory<byte> first = values.First(value => ConfluentFrame.Open(value.Span, out _, out _) is null);
            _ = ConfluentFrame.Open(first.Span, out int id, out ReadOnlySpan<byte> body);
            return IsObject(body)
                ? new FormatGuess(DecoderNames.RegistryJson, $"JSON behind the Confluent schema-registry header (schema id {id})")
                : new FormatGuess(DecoderNames.RegistryAvro, $"These messages start with the Confluent schema-registry header (schema id {id}). Give the registry address");
        }

        int texts = values.Count(value => Utf8.IsValid(value.Span) && value.Span.IndexOfAnyInRange((byte)0, (byte)8) < 0);
        int cells = values.Select(value => value.Span.Count((byte)',') + 1).GroupBy(count => count).OrderByDescending(group => group.Count()).First().Key;
        return 2 * texts < values.Length ? new FormatGuess(null, "Binary, without the header of a schema registry: Avro or Protobuf, perhaps. Say which, and give its schema")
            : cells > 1 && 2 * values.Count(value => value.Span.Count((byte)',') + 1 == cells) >= values.Length ? new FormatGuess(DecoderNames.Csv, $"CSV with {cells} cells a line. Name them")
            : new FormatGuess(null, "Plain text");
    }

    private static bool IsObject(ReadOnlySpan<byte> value)
    {
        try
        {
            Utf8JsonReader reader = new(value);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
