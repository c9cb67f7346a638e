using Query.Results;
using Web.Addresses;

namespace Web.KeptResults;

/// <summary>The answer to a statement, kept for a while.</summary>
/// <param name="Id">Stands in addresses.</param>
/// <param name="OwnerId">Who ran it; nobody else finds it.</param>
/// <param name="Query">What ran, with its options: the statement alone, without the rest of its tab.</param>
/// <param name="Result">The answer.</param>
/// <param name="FinishedAt">When the answer was there.</param>
/// <param name="Waited">From the start until then.</param>
internal sealed record KeptResult(string Id, string OwnerId, QueryLink Query, QueryResult Result, DateTimeOffset FinishedAt, TimeSpan Waited);
