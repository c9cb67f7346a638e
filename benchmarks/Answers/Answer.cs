namespace Benchmarks.Answers;

/// <summary>What an engine answered, and how long it took.</summary>
/// <param name="Milliseconds">From the text of the query to the last value of the answer.</param>
/// <param name="CpuMilliseconds">CPU time of the engine's threads meanwhile; null where the engine is another process.</param>
/// <param name="Rows">Values as double (every number, times as epoch milliseconds), string, bool or null.</param>
internal sealed record Answer(double Milliseconds, double? CpuMilliseconds, IReadOnlyList<object?[]> Rows);
