using Web.Audit;
using Web.Visitors;

namespace Web.Queries;

/// <summary>Stops queries for whoever may: everybody their own, an admin all.</summary>
internal sealed class QueryStops(RunningQueries running, Deeds deeds)
{
    /// <summary>Stops the query of that number.</summary>
    /// <returns>False if it does not run.</returns>
    /// <exception cref="RefusedException">It is somebody else's.</exception>
    public bool TryStop(long id) => Stop(running.List().Where(query => query.Id == id));

    /// <summary>Stops the queries that their client gave that name.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="RefusedException">One is somebody else's.</exception>
    public bool TryStop(string clientQueryId) => Stop(running.List().Where(query => string.Equals(query.ClientQueryId, clientQueryId, StringComparison.Ordinal)));

    private bool Stop(IEnumerable<RunningQuery> found)
    {
        RunningQuery[] queries = [.. found];
        foreach (RunningQuery query in queries)
        {
            bool isOwn = query.Owner.Visitor.Id == deeds.Actor.Visitor.Id;
            deeds.Do(isOwn ? Deed.OwnQueryStopped : Deed.QueryStopped, table: null, Describe(query), query.Cancel);
        }

        return queries.Length > 0;
    }

    private static string Describe(RunningQuery query) =>
        query.Owner.Visitor.Name.Length == 0 ? $"query {query.Id}" : $"query {query.Id} of {query.Owner.Visitor.Name}";
}
