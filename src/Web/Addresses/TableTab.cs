namespace Web.Addresses;

/// <summary>The tabs of a table's page.</summary>
public enum TableTab
{
    /// <summary>Newest rows and the main figures.</summary>
    Overview,

    /// <summary>Progress per partition.</summary>
    Ingest,

    /// <summary>Columns.</summary>
    Schema,

    /// <summary>Sealed and consuming segments.</summary>
    Segments,

    /// <summary>Messages that became no row.</summary>
    Rejects,

    /// <summary>Schema and table config as JSON.</summary>
    Config,

    /// <summary>Who did what to the table.</summary>
    Activity,
}
