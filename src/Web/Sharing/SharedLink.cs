using Web.Addresses;

namespace Web.Sharing;

/// <summary>Who may open a short link.</summary>
public enum LinkAudience
{
    /// <summary>Anyone who can sign in here.</summary>
    Everybody,

    /// <summary>Whoever made it.</summary>
    OwnerOnly,
}

/// <summary>What somebody wants to share.</summary>
/// <param name="Query">The statement with its options; opened as it stands here.</param>
/// <param name="Title">Names the tab that the link opens; the first line of the statement if empty.</param>
public sealed record ShareRequest(QueryLink Query, string Title = "")
{
    /// <summary>Who may open it.</summary>
    public LinkAudience Audience { get; init; }

    /// <summary>How long it can be opened; null for ever.</summary>
    public TimeSpan? Life { get; init; }

    /// <summary>The answer to show with it; null for the statement alone.</summary>
    public ResultSnapshot? Snapshot { get; init; }
}

/// <summary>A short link: what it opens never changes.</summary>
/// <param name="Id">Stands in its address.</param>
/// <param name="Title">Names the tab that it opens.</param>
/// <param name="OwnerId">Who made it first.</param>
/// <param name="OwnerName">Their name; empty if nobody signs in here.</param>
/// <param name="CreatedAt">When it was made first.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null for never.</param>
/// <param name="Audience">Who may open it.</param>
/// <param name="Query">The statement with its options.</param>
/// <param name="Hits">How often it was opened.</param>
/// <param name="IsRevoked">True if it opens nothing any more.</param>
public sealed record SharedLink(
    string Id, string Title, string OwnerId, string OwnerName, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, LinkAudience Audience, QueryLink Query, long Hits, bool IsRevoked)
{
    /// <summary>The answer as it was; null if there is none, and in lists.</summary>
    public ResultSnapshot? Snapshot { get; init; }

    /// <summary>True if it carries an answer; in lists, too.</summary>
    public bool HasSnapshot { get; init; }
}
