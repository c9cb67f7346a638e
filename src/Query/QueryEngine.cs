using Query.Aggregates;
using Query.Binding;
using Query.Functions;
using Query.Planning;
using Query.Results;
using Query.Sql;
using Segments;
using Segments.Tables;

namespace Query;

/// <summary>Finds the snapshot of a table by the name a query uses: raw, with <c>_REALTIME</c>, in any case; tables of the system with their <c>sys.</c></summary>
/// <returns>Null if there is no such table.</returns>
public delegate TableSnapshot? SnapshotSource(string tableName);

/// <summary>Answers SQL over the tables. Any number of threads may ask at once.</summary>
/// <param name="tables">Where snapshots come from.</param>
/// <param name="limits">What each query may use.</param>
/// <param name="clock">For NOW(), deadlines and the time a query took.</param>
public sealed class QueryEngine(SnapshotSource tables, QueryLimits limits, TimeProvider clock)
{
    /// <param name="catalog">The tables.</param>
    /// <param name="limits">What each query may use.</param>
    /// <param name="clock">For NOW(), deadlines and the time a query took.</param>
    public QueryEngine(TableCatalog catalog, QueryLimits limits, TimeProvider clock)
        : this(name => catalog.TryFind(name, out Table? table) ? table.Snapshot() : null, limits, clock)
    {
    }

    /// <summary>Names of functions and aggregates, as an editor may offer them.</summary>
    public static IReadOnlyList<string> FunctionNames { get; } = [.. FunctionCatalog.Names.Concat(AggregateCatalog.AllNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Runs one statement. What is wrong with the statement is in <see cref="QueryResult.Errors"/>, never thrown.</summary>
    public QueryResult Execute(QueryRequest request, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        QueryStatistics statistics = new();
        try
        {
            SqlScript script = SqlParser.Parse(request.Sql);
            QueryOptions options = QueryOptions.Read(script.Options, request.Options);
            TableSnapshot? snapshot = Find(script.Query);
            statistics = Describe(snapshot);
            long now = options.Now ?? clock.GetUtcNow().ToUnixTimeMilliseconds();
            BoundQuery query = Binder.Bind(script.Query, snapshot?.Schema, options, limits, now);
            return Answer(query, snapshot, options, request, now, started, statistics, cancellation);
        }
        catch (SqlException exception)
        {
            return Refuse(new QueryError(exception.Code, exception.Message, exception.Position), statistics, started);
        }
        catch (QueryException exception)
        {
            return Refuse(new QueryError(exception.Code, exception.Message, exception.Position), statistics, started);
        }
    }

    /// <summary>Says what is wrong with a statement, or how much it would read, without reading a row.</summary>
    public QueryEstimate Estimate(QueryRequest request)
    {
        try
        {
            SqlScript script = SqlParser.Parse(request.Sql);
            QueryOptions options = QueryOptions.Read(script.Options, request.Options);
            TableSnapshot? snapshot = Find(script.Query);
            long now = options.Now ?? clock.GetUtcNow().ToUnixTimeMilliseconds();
            BoundQuery query = Binder.Bind(script.Query, snapshot?.Schema, options, limits, now);
            return snapshot is null || query.IsLiteralOnly || query.Explain != ExplainMode.None
                ? new QueryEstimate()
                : new QueryPlan(query, snapshot, now, options.SkipsUpsert).Estimate();
        }
        catch (SqlException exception)
        {
            return new QueryEstimate { Error = new QueryError(exception.Code, exception.Message, exception.Position) };
        }
        catch (QueryException exception)
        {
            return new QueryEstimate { Error = new QueryError(exception.Code, exception.Message, exception.Position) };
        }
    }

    private QueryResult Answer(
        BoundQuery query, TableSnapshot? snapshot, QueryOptions options, QueryRequest request, long now, long started, QueryStatistics statistics, CancellationToken cancellation)
    {
        if (query.Explain != ExplainMode.None)
        {
            return ExplainPlan.Describe(query, snapshot) with { Statistics = statistics with { Elapsed = clock.GetElapsedTime(started) } };
        }

        if (query.IsLiteralOnly || snapshot is null)
        {
            return Result(query, LiteralRow.Compute(query, now), statistics, started);
        }

        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using ITimer timer = clock.CreateTimer(_ => deadline.Cancel(), null, options.Timeout ?? limits.Timeout, Timeout.InfiniteTimeSpan);
        Operators.ExecutionContext context = new(limits, options, request.Progress, deadline.Token, cancellation);
        QueryPlan plan = new(query, snapshot, now, options.SkipsUpsert);
        object?[][] rows = plan.Run(context);
        GC.KeepAlive(snapshot);
        return Result(query, rows, context.Finish(statistics) with { SegmentsProcessed = plan.Segments.Count, SegmentsMatched = plan.SegmentsMatched }, started);
    }

    private TableSnapshot? Find(SelectStatement statement)
    {
        if (statement.Table is not { } table || Binder.IsLiteralOnly(statement))
        {
            return null;
        }

        if (table.Alias is not null)
        {
            throw new QueryException(150, $"a table alias ('{table.Alias}') is not supported; write column names without it", table.Position);
        }

        // What stands before a dot is a database, of which there is one; tables of the system have the dot in their names.
        bool isOfSystem = table.Name.StartsWith("sys.", StringComparison.OrdinalIgnoreCase);
        string name = isOfSystem ? table.Name : table.Name[(table.Name.LastIndexOf('.') + 1)..];
        return tables(name) ?? throw new QueryException(190, $"TableDoesNotExistError: there is no table '{table.Name}'; GET /tables and the catalog page list those there are", table.Position);
    }

    private static QueryStatistics Describe(TableSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            return new QueryStatistics();
        }

        ISegment[] consuming = [.. snapshot.Segments.Where(segment => segment.IsConsuming)];
        return new QueryStatistics
        {
            Tables = [snapshot.Schema.Name],
            TotalDocs = snapshot.RowCount,
            SegmentsQueried = snapshot.Segments.Count,
            ConsumingSegmentsQueried = consuming.Length,
            MinConsumingFreshnessMillis = consuming.Length == 0
                ? 0
                : consuming.Min(segment => (segment.LastIndexedAt ?? segment.CreatedAt).ToUnixTimeMilliseconds()),
        };
    }

    private QueryResult Result(BoundQuery query, IReadOnlyList<object?[]> rows, QueryStatistics statistics, long started) => new()
    {
        Columns = [.. query.Items.Select(item => new ResultColumn(item.Name, item.Expression.Type.PinotName))],
        Rows = rows,
        Statistics = statistics with { Elapsed = clock.GetElapsedTime(started) },
    };

    private QueryResult Refuse(QueryError error, QueryStatistics statistics, long started) => new()
    {
        Columns = [],
        Rows = [],
        Errors = [error],
        Statistics = statistics with { Elapsed = clock.GetElapsedTime(started) },
    };
}
