using Query.Results;
using Web.Addresses;
using Web.Sharing;
using Web.Texts;

namespace Web.Components.QueryLibrary;

/// <summary>What the dialog asks before it makes a link, and the link that comes of it.</summary>
/// <param name="query">The statement with its options as they are on the page.</param>
/// <param name="title">Of the tab.</param>
/// <param name="result">The answer on the page; null if there is none.</param>
/// <param name="ranAt">When it came; now if null.</param>
/// <param name="now">For a clock that is to be stopped.</param>
internal sealed class ShareChoices(QueryLink query, string title, QueryResult? result, DateTimeOffset? ranAt, DateTimeOffset now)
{
    private static readonly TimeSpan LimitedLife = TimeSpan.FromDays(30);

    private ResultSnapshot? _snapshot;

    /// <summary>True to show the rows as they are.</summary>
    public bool WithResult { get; set; }

    /// <summary>True if <c>now()</c> stands still.</summary>
    public bool IsTimeFrozen { get; set; } = query.Now is not null;

    /// <summary>True for a full address where a short link is the default.</summary>
    public bool WantsFullUrl { get; set; }

    public LinkAudience Audience { get; set; }

    /// <summary>True for thirty days, false for ever.</summary>
    public bool Expires { get; set; }

    /// <summary>True to run it when the link is opened; rows that go along are shown instead.</summary>
    public bool RunsWhenOpened { get; set; } = true;

    /// <summary>True if the statement asks for the time.</summary>
    public bool HasClock { get; } = ClockUse.Has(query.Sql);

    /// <summary>True if there are rows to go along.</summary>
    public bool HasResult => result is { Columns.Count: > 0 };

    /// <summary>The moment at which <c>now()</c> stands still.</summary>
    public DateTimeOffset FrozenAt { get; } = query.Now is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : ranAt ?? now;

    /// <summary>What the rows to go along are; null if there are none.</summary>
    public ResultSnapshot? Snapshot => result is null || !HasResult ? null : _snapshot ??= ResultSnapshot.Of(result, ranAt ?? now);

    /// <summary>The statement as the link opens it.</summary>
    public QueryLink Query => query with { Run = RunsWhenOpened && !WithResult, Now = HasClock ? IsTimeFrozen ? FrozenAt.ToUnixTimeMilliseconds() : null : query.Now };

    /// <summary>Why the full address cannot be had; null if it can.</summary>
    public string? NoFullUrl =>
        WithResult ? "The rows are kept on the server: only a short link finds them."
        : AppUrls.FitsRequestLine(Query) ? null
        : $"The address would have more than {Numbers.Exact(AppUrls.MaxUrlLength)} characters; proxies and chat programs cut such ones.";

    /// <summary>True if the link holds the statement itself.</summary>
    public bool IsFullUrl => WantsFullUrl && NoFullUrl is null;

    /// <summary>For the store.</summary>
    public ShareRequest Request => new(Query, title)
    {
        Audience = Audience,
        Life = Expires ? LimitedLife : null,
        Snapshot = WithResult ? Snapshot : null,
    };
}
