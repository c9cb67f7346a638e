namespace Benchmarks.Hosting;

/// <summary>A benchmark cannot go on. Shown to its user as it is.</summary>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class BenchException(string message) : Exception(message);
