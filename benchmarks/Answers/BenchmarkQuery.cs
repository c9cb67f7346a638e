using System.Text.Json;

namespace Benchmarks.Answers;

/// <summary>One query of <c>Queries.json</c>.</summary>
/// <param name="Id">A letter for the table, a number and a word.</param>
/// <param name="Table">The table it asks.</param>
/// <param name="Sql">In Pinot's dialect.</param>
/// <param name="DuckDb">In DuckDB's, where that needs other words.</param>
/// <param name="Columns">Columns of the answer that two engines must agree on; null for all. Ties leave the others open.</param>
/// <param name="Tolerance">Relative difference allowed between numbers: estimates differ, and sums of doubles depend on the order.</param>
internal sealed record BenchmarkQuery(string Id, string Table, string Sql, string? DuckDb, int[]? Columns, double Tolerance = 1e-9)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static IReadOnlyList<BenchmarkQuery> ReadAll()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Queries.json");
        return JsonSerializer.Deserialize<BenchmarkQuery[]>(File.ReadAllText(file), Options)!;
    }
}
