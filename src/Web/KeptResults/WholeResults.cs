using Query.Results;
using Web.Addresses;

namespace Web.KeptResults;

/// <summary>Runs a statement again for all of its rows: where it names no LIMIT, up to <see cref="MaxRows"/>.</summary>
/// <param name="RunAsync">Runs it to its end; told when nobody waits any more.</param>
internal sealed record WholeResults(Func<QueryLink, CancellationToken, Task<QueryResult>> RunAsync)
{
    /// <summary>Most rows of a file.</summary>
    public const int MaxRows = 5_000_000;

    /// <summary>How long the statement may take where its text names no time: longer than a person waits before a page.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
}
