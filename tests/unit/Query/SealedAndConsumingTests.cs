using CsCheck;
using global::Query;
using global::Query.Results;
using Segments.Schema;

namespace UnitTests.Query;

/// <summary>The same rows give the same answers whether their segments are sealed, consuming or mixed, read by one worker or several.</summary>
public sealed class SealedAndConsumingTests : IDisposable
{
    private static readonly ColumnSchema[] Columns =
    [
        QueryTable.Column("k", DataType.String), QueryTable.Column("u", DataType.String), QueryTable.Column("i", DataType.Int),
        QueryTable.Column("l", DataType.Long), QueryTable.Column("d", DataType.Double), QueryTable.Column("b", DataType.Boolean),
        QueryTable.Column("m", DataType.String, isMultiValue: true), QueryTable.Column("n", DataType.Int, keepsNulls: true),
    ];

    private static readonly Gen<string> Predicate = OneOf(
        "k = 'k3'", "k <> 'k3'", "k IN ('k1', 'k5', 'none')", "k >= 'k4'", "k LIKE '%7'", "u LIKE 'u1%'", "i < 100", "i BETWEEN 50 AND 500",
        "i NOT IN (1, 2, 3)", "l > 100000", "d <= 0.25", "b = true", "m = 'm2'", "m <> 'm2'", "n IS NULL", "n > 3", "i = l", "REGEXP_LIKE(k, '[1-3]$')");

    private static readonly Gen<string> Condition = Gen.Select(Predicate, Predicate, Predicate, Gen.Int[0, 4]).Select((a, b, c, shape) => shape switch
    {
        0 => a,
        1 => $"{a} AND {b}",
        2 => $"{a} OR {b}",
        3 => $"NOT ({a} AND {b}) OR {c}",
        _ => $"({a} OR {b}) AND NOT {c}",
    });

    private static readonly Gen<string> Shape = OneOf(
        "SELECT count(*), sum(i), min(l), max(d), avg(n), distinctcount(k), distinctcount(u), percentile(i, 75) FROM t WHERE {0}",
        "SELECT k, count(*), sum(l), max(i) FROM t WHERE {0} GROUP BY k ORDER BY k LIMIT 100",
        "SELECT m, b, count(*), avg(d) FROM t WHERE {0} GROUP BY m, b ORDER BY m, b LIMIT 100",
        "SELECT i, count(*) AS c FROM t WHERE {0} GROUP BY i ORDER BY c DESC, i LIMIT 20",
        "SELECT k, u, i FROM t WHERE {0} ORDER BY i DESC, u LIMIT 30",
        "SELECT u FROM t WHERE {0} ORDER BY l, u LIMIT 5, 10",
        "SELECT DISTINCT k, b FROM t WHERE {0} ORDER BY k, b LIMIT 50",
        "SELECT k, count(*) FILTER (WHERE i > 200), distinctcount(n) FROM t WHERE {0} GROUP BY k ORDER BY k LIMIT 100");

    private readonly string _directory = Directory.CreateTempSubdirectory("sealed-and-consuming").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Answers_do_not_depend_on_how_rows_are_stored()
    {
        Random random = new(Seed: 20261125);
        object?[][] rows = [.. Enumerable.Range(0, 9_000).Select(row => Row(random, row))];
        QueryEngine consuming = new QueryTable("t", Columns).With(rows[..5_000]).With(rows[5_000..]).Engine(new QueryLimits { Workers = 1 });
        QueryEngine sealedOnly = new QueryTable("t", Columns).With(rows[..5_000], _directory).With(rows[5_000..], _directory).Engine(new QueryLimits { Workers = 3 });
        QueryEngine mixed = new QueryTable("t", Columns).With(rows[..5_000], Path.Combine(_directory, "mixed")).With(rows[5_000..]).Engine(new QueryLimits { Workers = 2 });

        Gen.Select(Shape, Condition, Gen.Bool).Sample(
            query =>
            {
                (string shape, string condition, bool nullHandling) = query;
                string sql = (nullHandling ? "SET enableNullHandling = true; " : "") + shape.Replace("{0}", condition, StringComparison.Ordinal);
                string expected = Show(consuming, sql);

                Assert.Equal(expected, Show(sealedOnly, sql));
                Assert.Equal(expected, Show(mixed, sql));
            },
            iter: 25,
            threads: 1);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static object?[] Row(Random random, int row) =>
    [
        $"k{random.Next(12)}", $"u{row}", (int)(random.NextDouble() * random.NextDouble() * 1000), random.NextInt64(-1_000_000, 1_000_000), random.Next(64) / 64.0, random.Next(3) == 0,
        random.Next(10) == 0 ? null : Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"m{random.Next(6)}").ToArray(),
        random.Next(5) == 0 ? null : random.Next(8),
    ];

    private static string Show(QueryEngine engine, string sql)
    {
        QueryResult answer = engine.Execute(new QueryRequest(sql), CancellationToken.None);
        Assert.True(answer.Errors.Count == 0, $"{sql}: {string.Join("; ", answer.Errors.Select(error => error.Message))}");
        return sql + "\n" + string.Join('\n', answer.Rows.Select(row => string.Join(' ', row.Select(value => value is double number ? number.ToString("G9", System.Globalization.CultureInfo.InvariantCulture) : FormattableString.Invariant($"{value ?? "NULL"}")))));
    }
}
