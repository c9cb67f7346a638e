using Ingestion.Sources;

namespace Ingestion.Settings;

/// <summary>The properties of a decoder: the keys of a stream map that begin with <see cref="Prefix"/>, without it.</summary>
/// <param name="values">Values by name; empty ones count as absent.</param>
internal sealed class DecoderProperties(IReadOnlyDictionary<string, string> values)
{
    /// <summary>How the keys begin in a stream map.</summary>
    public const string Prefix = "stream.kafka.decoder.prop.";

    /// <summary>A value; null if absent or empty.</summary>
    public string? Text(string name) => Raw(name)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A value as it is written; null if absent.</summary>
    public string? Raw(string name) => values.GetValueOrDefault(name);

    /// <summary>True if the value is the word true, in any case.</summary>
    public bool IsTrue(string name) => "true".Equals(Text(name), StringComparison.OrdinalIgnoreCase);

    /// <summary>A count, 0 if absent.</summary>
    /// <exception cref="IngestionException">It is no count.</exception>
    public int Count(string name) => Text(name) is not { } text ? 0
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int count) ? count
        : throw new IngestionException($"{Prefix}{name} '{text}' is no count of bytes; write a whole number that is not negative");
}
