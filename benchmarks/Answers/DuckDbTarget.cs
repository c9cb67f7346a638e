using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using DuckDB.NET.Data;

namespace Benchmarks.Answers;

/// <summary>DuckDB in this process, two threads, over a database file loaded from the same rows: the yardstick.</summary>
internal sealed class DuckDbTarget : IQueryTarget, IDisposable
{
    private const int Threads = 2;

    private readonly string _directory;
    private readonly string _file;
    private readonly DuckDBConnection _connection;

    public DuckDbTarget(string workDirectory)
    {
        _directory = workDirectory;
        _file = Path.Combine(workDirectory, "bench.duckdb");
        File.Delete(_file);
        _connection = new DuckDBConnection($"DataSource={_file};threads={Threads}");
        _connection.Open();
    }

    /// <summary>DuckDB's own version.</summary>
    public string Version => _connection.ServerVersion;

    /// <summary>Loads the first rows of a kind; their JSON goes through a file, which is DuckDB's fastest way in.</summary>
    public DuckDbLoad Load(RowKind kind, long rows)
    {
        string json = Path.Combine(_directory, $"{TableFiles.Name(kind)}.json");
        using (FileStream stream = new(json, FileMode.Create))
        {
            RowFile.Write(stream, new RowGenerator(kind), rows, CancellationToken.None);
        }

        long bytesBefore = new FileInfo(_file).Length;
        long started = Stopwatch.GetTimestamp();
        Execute(Create(kind, json));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Execute("CHECKPOINT");
        File.Delete(json);
        Progress.Say($"DuckDB: {rows:N0} {TableFiles.Name(kind)} in {elapsed.TotalSeconds:F1} s");
        return new DuckDbLoad(rows / elapsed.TotalSeconds, (new FileInfo(_file).Length - bytesBefore) / (double)rows);
    }

    public Answer Run(BenchmarkQuery query)
    {
        CpuStopwatch clock = new();
        List<object?[]> rows = [];
        using (DuckDBCommand command = _connection.CreateCommand())
        {
            command.CommandText = query.DuckDb ?? query.Sql;
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                object?[] row = new object?[reader.FieldCount];
                for (int column = 0; column < row.Length; column++)
                {
                    row[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
                }

                rows.Add(row);
            }
        }

        (double milliseconds, double cpuMilliseconds) = (clock.Elapsed.TotalMilliseconds, clock.Cpu.TotalMilliseconds);
        return new Answer(milliseconds, cpuMilliseconds, [.. rows.Select(row => row.Select(Value).ToArray())]);
    }

    public void Dispose()
    {
        _connection.Dispose();
        File.Delete(_file);
    }

    private static object? Value(object? value) => value switch
    {
        null or string or bool => value,
        DateTime time => (double)new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeMilliseconds(),
        BigInteger number => (double)number,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => throw new BenchException($"the benchmark compares no values of type {value.GetType()}"),
    };

    private static string Create(RowKind kind, string json) => kind switch
    {
        RowKind.Events => $$"""
            CREATE TABLE events AS SELECT name, "count", epoch_ms(ts) AS ts
            FROM read_json('{{json}}', format = 'newline_delimited', columns = {name: 'VARCHAR', "count": 'BIGINT', ts: 'BIGINT'})
            """,
        RowKind.Clicks => $$"""
            CREATE TABLE clicks AS SELECT epoch_ms(ts) AS ts, * EXCLUDE (ts)
            FROM read_json('{{json}}', format = 'newline_delimited', columns = {ts: 'BIGINT', user_id: 'BIGINT', session: 'VARCHAR',
            country: 'VARCHAR', city: 'VARCHAR', device: 'VARCHAR', browser: 'VARCHAR', url: 'VARCHAR', referrer: 'VARCHAR', status: 'INTEGER',
            bytes: 'BIGINT', latency_ms: 'DOUBLE', tags: 'VARCHAR[]', is_bot: 'BOOLEAN', campaign: 'INTEGER', price: 'DOUBLE'})
            """,
        _ => throw new UnreachableException($"DuckDB is not asked about {kind}"),
    };

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>How DuckDB took in a table.</summary>
/// <param name="RowsPerSecond">From the JSON file, two threads.</param>
/// <param name="BytesPerRow">Growth of the database file.</param>
internal sealed record DuckDbLoad(double RowsPerSecond, double BytesPerRow);
