using System.Globalization;
using Benchmarks.Hosting;
using Benchmarks.Measuring;
using Query;
using Query.Results;

namespace Benchmarks.Answers;

/// <summary>Our query engine in this process: what REST adds to it is the difference to <see cref="HttpTarget"/>.</summary>
internal sealed class EngineTarget(QueryEngine engine) : IQueryTarget
{
    public Answer Run(BenchmarkQuery query)
    {
        CpuStopwatch clock = new();
        QueryResult result = engine.Execute(new QueryRequest(query.Sql), CancellationToken.None);
        (double milliseconds, double cpuMilliseconds) = (clock.Elapsed.TotalMilliseconds, clock.Cpu.TotalMilliseconds);
        if (result.Errors.Count > 0)
        {
            throw new BenchException($"{query.Id}: {result.Errors[0].Message}");
        }

        return new Answer(milliseconds, cpuMilliseconds, [.. result.Rows.Select(row => row.Select((value, column) => Value(value, result.Columns[column].Type)).ToArray())]);
    }

    private static object? Value(object? value, string type) => value switch
    {
        string time when type is "TIMESTAMP" => HttpTarget.EpochMillis(time),
        null or string or bool => value,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => throw new BenchException($"the benchmark compares no values of type {value.GetType()}"),
    };
}
