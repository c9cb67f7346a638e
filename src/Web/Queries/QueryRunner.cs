using Query;
using Query.Results;

namespace Web.Queries;

/// <summary>Runs a statement on the engine, listed and stoppable while it runs.</summary>
/// <param name="execute">The engine: answers refusals as results, and stops when told.</param>
/// <param name="running">The list of what runs.</param>
internal sealed class QueryRunner(Func<QueryRequest, CancellationToken, QueryResult> execute, RunningQueries running)
{
    /// <summary>Runs one statement to its end.</summary>
    /// <param name="request">Text and options.</param>
    /// <param name="asker">Ends when nobody waits for the answer any more; the query then stops too.</param>
    public Task<QueryAnswer> RunAsync(QueryRequest request, CancellationToken asker) => Task.Run(() => Run(request, asker), CancellationToken.None);

    /// <summary>Runs one statement on the caller's thread.</summary>
    public QueryAnswer Run(QueryRequest request, CancellationToken asker)
    {
        string? clientQueryId = ClientQueryId.Of(request);
        using RunningQuery query = running.Add(request, clientQueryId, asker);
        return new QueryAnswer(query.Id, clientQueryId, execute(query.Request, query.Cancellation));
    }
}

/// <summary>A result with the numbers it ran under.</summary>
/// <param name="RequestId">Number of the query in this process.</param>
/// <param name="ClientQueryId">The client's own name for it; null if it gave none.</param>
/// <param name="Result">The answer, or the reasons why there is none.</param>
internal sealed record QueryAnswer(long RequestId, string? ClientQueryId, QueryResult Result);
