using Web.Addresses;

namespace Web.SavedQueries;

/// <summary>Who sees a saved query.</summary>
public enum SavedAudience
{
    /// <summary>Its owner.</summary>
    Private,

    /// <summary>Anyone who can sign in here; only its owner and admins change it.</summary>
    Team,
}

/// <summary>What is saved.</summary>
/// <param name="Title">Not empty.</param>
/// <param name="Query">The statement with its options.</param>
public sealed record SavedContent(string Title, QueryLink Query)
{
    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who sees it.</summary>
    public SavedAudience Audience { get; init; }
}

/// <summary>A statement that somebody saved.</summary>
/// <param name="Id">Stays the same over its versions.</param>
/// <param name="OwnerId">Who saved it first.</param>
/// <param name="OwnerName">Their name; empty if nobody signs in here.</param>
/// <param name="Version">From 1; each saving adds one.</param>
/// <param name="ChangedAt">When this version was saved.</param>
/// <param name="LastRunAt">When it was run last; null for never.</param>
/// <param name="Content">What is saved.</param>
public sealed record SavedQuery(string Id, string OwnerId, string OwnerName, int Version, DateTimeOffset ChangedAt, DateTimeOffset? LastRunAt, SavedContent Content);

/// <summary>A saved query as it once was.</summary>
/// <param name="Version">From 1.</param>
/// <param name="ChangedAt">When it was saved.</param>
/// <param name="Content">What it was then.</param>
public sealed record SavedVersion(int Version, DateTimeOffset ChangedAt, SavedContent Content);
