using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Benchmarks.Hosting;

namespace Benchmarks.Answers;

/// <summary>Our server over HTTP: the time ends when the last byte of the answer has arrived.</summary>
internal sealed class HttpTarget(ServerClient client) : IQueryTarget
{
    public Answer Run(BenchmarkQuery query)
    {
        long started = Stopwatch.GetTimestamp();
        byte[] bytes = client.Query(query.Sql);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        using JsonDocument answer = JsonDocument.Parse(bytes);
        if (!answer.RootElement.TryGetProperty("resultTable", out JsonElement table))
        {
            throw new BenchException($"{query.Id}: {answer.RootElement.GetProperty("exceptions")}");
        }

        string[] types = [.. table.GetProperty("dataSchema").GetProperty("columnDataTypes").EnumerateArray().Select(type => type.GetString()!)];
        return new Answer(milliseconds, CpuMilliseconds: null, [.. table.GetProperty("rows").EnumerateArray().Select(row => Values(row, types))]);
    }

    private static object?[] Values(JsonElement row, string[] types) => [.. row.EnumerateArray().Select((value, column) => Value(value, types[column]))];

    private static object? Value(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        JsonValueKind.String when type is "TIMESTAMP" => EpochMillis(value.GetString()!),
        JsonValueKind.String => value.GetString(),
        _ => throw new BenchException($"the benchmark compares no values like {value}"),
    };

    /// <summary>Epoch milliseconds of a time as Pinot writes it, such as <c>2026-01-01 00:00:00.0</c>.</summary>
    internal static double EpochMillis(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
