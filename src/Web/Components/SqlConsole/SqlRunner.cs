using System.Text.Encodings.Web;
using System.Text.Json;
using Query;
using Query.Results;
using Web.Addresses;
using Web.Texts;

namespace Web.Components.SqlConsole;

/// <summary>Runs statements of the console away from its circuits.</summary>
/// <param name="execute">The engine's entry; a test puts its own in place.</param>
/// <param name="estimate">Tells what a statement would read, or what is wrong with it.</param>
/// <param name="write">Writes an answer as REST does.</param>
/// <param name="functions">Names of SQL functions, for the completion.</param>
/// <param name="clock">Measures what a person waits for.</param>
internal sealed class SqlRunner(
    Func<QueryRequest, CancellationToken, QueryResult> execute, Func<QueryRequest, QueryEstimate> estimate, Func<QueryResult, string> write, IReadOnlyList<string> functions, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names of SQL functions.</summary>
    public IReadOnlyList<string> Functions { get; } = functions;

    /// <summary>The answer as <c>POST /query/sql</c> gives it, indented.</summary>
    public string ToJson(QueryResult result)
    {
        using JsonDocument json = JsonDocument.Parse(write(result));
        return JsonSerializer.Serialize(json.RootElement, Indented);
    }

    /// <summary>What a statement would read, or what is wrong with it; nothing of it runs.</summary>
    public QueryEstimate Estimate(QueryLink query) => estimate(Request(query));

    /// <summary>How a statement would be answered.</summary>
    public QueryResult Explain(QueryLink query) => execute(Request(query with { Sql = $"EXPLAIN PLAN FOR {query.Sql}" }), CancellationToken.None);

    /// <summary>Starts a statement; it runs until it is done, cancelled or disposed of.</summary>
    public SqlRun Start(QueryLink query) => new(Request(query), execute, clock);

    /// <summary>The statement of a link with its options, as the engine takes it.</summary>
    internal static QueryRequest Request(QueryLink query)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add("timeoutMs", query.TimeoutMillis);
        Add("now", query.Now);
        return new QueryRequest(query.Sql, options) { Progress = new QueryProgress() };

        void Add(string key, long? value)
        {
            if (value is { } number)
            {
                options[key] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}

/// <summary>One statement on its way.</summary>
internal sealed class SqlRun : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly QueryProgress _progress;
    private bool _isDisposed; // read and written on the page's circuit alone

    public SqlRun(QueryRequest request, Func<QueryRequest, CancellationToken, QueryResult> execute, TimeProvider clock)
    {
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        _progress = request.Progress ?? new QueryProgress();
        Sql = request.Sql;
        CancellationToken token = _cancellation.Token;
        Answer = Task.Run(() => execute(request, token), CancellationToken.None);
    }

    /// <summary>The text that runs.</summary>
    public string Sql { get; }

    /// <summary>The answer; cancelled if <see cref="Cancel"/> came first.</summary>
    public Task<QueryResult> Answer { get; }

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_startedAt);

    /// <summary>"Scanning 34 of 120 segments · 41 M rows · 1.2 s".</summary>
    public string ProgressText =>
        $"Scanning {_progress.SegmentsDone} of {_progress.SegmentsTotal} segments · {Numbers.Short(_progress.RowsScanned)} rows · {Numbers.Span(Elapsed)}";

    /// <summary>"Cancelled after 2.1 s. 34 of 120 segments were scanned."</summary>
    public string CancelText =>
        $"Cancelled after {Numbers.Span(Elapsed)}. {_progress.SegmentsDone} of {_progress.SegmentsTotal} segments were scanned.";

    /// <summary>True once somebody asked to stop.</summary>
    public bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <summary>Asks the engine to stop; <see cref="Answer"/> ends soon after.</summary>
    public void Cancel()
    {
        if (!_isDisposed)
        {
            _cancellation.Cancel();
        }
    }

    public void Dispose()
    {
        Cancel();
        _isDisposed = true;
        _cancellation.Dispose();
    }
}
