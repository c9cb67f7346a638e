using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Decoding;

/// <summary>How CSV messages are written.</summary>
internal sealed record CsvSettings
{
    /// <summary>Between cells.</summary>
    public char Delimiter { get; private init; } = ',';

    /// <summary>Around cells that hold delimiters; null for none.</summary>
    public char? Quote { get; private init; } = '"';

    /// <summary>In front of characters that mean themselves; null for none.</summary>
    public char? Escape { get; private init; }

    /// <summary>Begins lines that are comments; null for none.</summary>
    public char? Comment { get; private init; }

    /// <summary>Text that stands for null besides the empty one.</summary>
    public string? NullText { get; private init; }

    /// <summary>True if the null text means itself inside quotes.</summary>
    public bool QuotesAreTexts { get; private init; }

    /// <summary>Between the values of one cell; null if cells hold one value each.</summary>
    public char? MultiValueDelimiter { get; private init; }

    /// <summary>True if blanks around cells do not count.</summary>
    public bool IgnoresSurroundingSpaces { get; private init; }

    /// <summary>True if lines without a character do not count.</summary>
    public bool IgnoresEmptyLines { get; private init; } = true;

    /// <summary>Names of the cells; null if the first line of every message names them.</summary>
    public IReadOnlyList<string>? Header { get; private init; }

    /// <summary>True if the first line of every message repeats the header.</summary>
    public bool SkipsHeader { get; private init; }

    /// <exception cref="IngestionException">A value is no such value; names the key.</exception>
    public static CsvSettings Parse(DecoderProperties properties)
    {
        // A delimiter may be a blank or a tab.
        string? Property(string name) => properties.Raw(name) is { Length: > 0 } text ? text : null;
        string format = Property("fileFormat") ?? "DEFAULT";
        CsvSettings settings = format.ToUpperInvariant() switch
        {
            "DEFAULT" => new CsvSettings(),
            "EXCEL" or "RFC4180" => new CsvSettings { IgnoresEmptyLines = false },
            "MYSQL" => new CsvSettings { Delimiter = '\t', Quote = null, Escape = '\\', NullText = "\\N", IgnoresEmptyLines = false },
            "TDF" => new CsvSettings { Delimiter = '\t', IgnoresSurroundingSpaces = true },
            _ => throw new IngestionException($"'{DecoderProperties.Prefix}fileFormat' must be DEFAULT, EXCEL, MYSQL, RFC4180 or TDF, not '{format}'"),
        };
        char delimiter = Property("delimiter") is { } given ? given[0] : settings.Delimiter;
        return settings with
        {
            Delimiter = delimiter,
            Quote = Property("quoteCharacter") is { } quote ? quote[0] : settings.Quote,
            Escape = Property("escapeCharacter") is { } escape ? escape[0] : settings.Escape,
            Comment = Property("commentMarker") is { } comment ? comment[0] : null,
            NullText = Property("nullStringValue") ?? settings.NullText,
            QuotesAreTexts = Property("quoteMode")?.ToUpperInvariant() is "ALL_NON_NULL" or "NON_NUMERIC",
            MultiValueDelimiter = Property("multiValueDelimiter") is { } multi ? multi[0] : null,
            IgnoresSurroundingSpaces = Flag("ignoreSurroundingSpaces", Property("ignoreSurroundingSpaces"), settings.IgnoresSurroundingSpaces),
            IgnoresEmptyLines = Flag("ignoreEmptyLines", Property("ignoreEmptyLines"), settings.IgnoresEmptyLines),
            Header = Property("header") is { } header && !string.IsNullOrWhiteSpace(header) ? Names(header, delimiter) : null,
            SkipsHeader = Flag("skipHeader", Property("skipHeader"), absent: false),
        };
    }

    // Where no delimiter is given Pinot splits this text on blanks, so people write both forms. Between delimiters an empty name keeps the place of a cell that nobody wants.
    private static string[] Names(string header, char delimiter) => header.Contains(delimiter, StringComparison.Ordinal)
        ? header.Split(delimiter, StringSplitOptions.TrimEntries)
        : header.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool Flag(string name, string? text, bool absent) => text is null
        ? absent
        : bool.TryParse(text, out bool value) ? value : throw new IngestionException($"'{DecoderProperties.Prefix}{name}' must be true or false, not '{text}'");
}
