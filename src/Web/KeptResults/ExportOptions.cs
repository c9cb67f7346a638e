namespace Web.KeptResults;

/// <summary>What a file of rows looks like.</summary>
internal enum ExportFormat
{
    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>The same with tabs.</summary>
    Tsv,

    /// <summary><c>{"columns":[{"name","type"}],"rows":[[…]]}</c>.</summary>
    Json,

    /// <summary>A line a row: objects, or arrays below a line of names where two columns have the same name.</summary>
    Ndjson,

    /// <summary>A table of at most <see cref="MarkdownRows.MaxRows"/> rows.</summary>
    Markdown,
}

/// <summary>How rows are written into a file.</summary>
/// <param name="Format">What it looks like.</param>
internal sealed record ExportOptions(ExportFormat Format)
{
    /// <summary>True to begin with a byte order mark: some spreadsheets take a CSV file for Latin-1 without it.</summary>
    public bool HasBom { get; init; }

    /// <summary>True to write an apostrophe before cells that a spreadsheet would run as formulas.</summary>
    public bool IsGuarded { get; init; } = true;

    /// <summary>True to write 64-bit integers into JSON as text: many readers round them otherwise.</summary>
    public bool LongsAreText { get; init; }

    /// <summary>Ending of the file's name.</summary>
    public string Extension => Format == ExportFormat.Markdown ? "md" : Format.ToString().ToLowerInvariant();

    /// <summary>What the file is, as HTTP says it.</summary>
    public string ContentType => Format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8",
        ExportFormat.Tsv => "text/tab-separated-values; charset=utf-8",
        ExportFormat.Json => "application/json",
        ExportFormat.Ndjson => "application/x-ndjson",
        _ => "text/markdown; charset=utf-8",
    };
}
