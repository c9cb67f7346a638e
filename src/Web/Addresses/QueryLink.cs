namespace Web.Addresses;

/// <summary>A statement in a link to the query page.</summary>
/// <param name="Sql">The text; empty for a bare page.</param>
/// <param name="Run">True if opening the link runs it.</param>
/// <param name="View">How the answer is shown.</param>
/// <param name="TimeoutMillis">Milliseconds after which it is stopped; null for the server's default.</param>
public sealed record QueryLink(string Sql, bool Run = false, ResultView View = ResultView.Grid, int? TimeoutMillis = null)
{
    /// <summary>How the answer is drawn, as <c>line:x=m;y=c;s=country</c>; null to let the console choose.</summary>
    public string? Chart { get; init; }

    /// <summary>What <c>now()</c> is, in milliseconds since 1970; null while it moves.</summary>
    public long? Now { get; init; }

    /// <summary>IANA name of the time zone in which times are shown; null for the reader's own.</summary>
    public string? Zone { get; init; }
}

/// <summary>How an answer is shown.</summary>
public enum ResultView
{
    /// <summary>Rows and columns.</summary>
    Grid,

    /// <summary>A drawing.</summary>
    Chart,

    /// <summary>The JSON that REST gives.</summary>
    Json,

    /// <summary>The operators that the query ran through.</summary>
    Plan,

    /// <summary>What the query took.</summary>
    Stats,
}
