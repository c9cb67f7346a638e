namespace Benchmarks.Answers;

/// <summary>An engine with the benchmark tables loaded: our server over HTTP, our engine in this process, or DuckDB.</summary>
internal interface IQueryTarget
{
    /// <summary>Runs a query once and times it.</summary>
    /// <exception cref="Hosting.BenchException">The engine refused the query.</exception>
    Answer Run(BenchmarkQuery query);
}
