using System.Text;
using System.Text.Json.Nodes;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Tables;

namespace Web.SystemTables;

/// <summary>Rows of a system table in the making. A null cell becomes the column's default, and is null where nulls are asked for.</summary>
internal sealed class SystemTable
{
    private readonly ConsumingSegment _segment;
    private readonly RowBuffer _row;
    private readonly DateTimeOffset _now;

    /// <param name="schema">From <see cref="Columns"/>.</param>
    /// <param name="now">The present.</param>
    public SystemTable(TableSchema schema, DateTimeOffset now)
    {
        _segment = new ConsumingSegment(schema, schema.Name, partition: 0, sequence: 0, startOffset: 0, now);
        _row = new RowBuffer(schema);
        _now = now;
    }

    /// <summary>A schema of columns named with their types, in order: <c>lag LONG</c>. Numbers that are not known are -1, texts empty.</summary>
    public static TableSchema Columns(string name, params ReadOnlySpan<string> columns)
    {
        JsonArray dimensions = [];
        JsonArray times = [];
        foreach (string column in columns)
        {
            string[] parts = column.Split(' ');
            JsonObject field = new() { ["name"] = parts[0], ["dataType"] = parts[1] };
            if (parts[1] is "TIMESTAMP")
            {
                (field["format"], field["granularity"]) = ("TIMESTAMP", "1:MILLISECONDS");
                times.Add((JsonNode)field);
                continue;
            }

            field["defaultNullValue"] = parts[1] is "STRING" ? JsonValue.Create(string.Empty) : JsonValue.Create(-1);
            field["maxLength"] = 1 << 20;
            dimensions.Add((JsonNode)field);
        }

        JsonObject schema = new() { ["schemaName"] = name, ["dimensionFieldSpecs"] = dimensions, ["dateTimeFieldSpecs"] = times };
        return SchemaJson.Parse(schema, NullVectors.AllColumns).Schema;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">By name of their columns: numbers, texts, times, bytes of UTF-8, or null.</param>
    public void Add(params ReadOnlySpan<(string Column, object? Value)> cells)
    {
        _row.Clear();
        foreach ((string column, object? value) in cells)
        {
            if (!_segment.Schema.TryFind(column, out int ordinal))
            {
                throw new ArgumentException($"table {_segment.Schema.Name} has no column '{column}'", nameof(cells));
            }

            Set(ordinal, value);
        }

        _segment.Append(_row);
    }

    /// <summary>What a query sees.</summary>
    public TableSnapshot Snapshot()
    {
        _segment.Publish(_segment.AppendedRowCount, _now);
        return new TableSnapshot(_segment.Schema, [_segment.View()]);
    }

    private void Set(int ordinal, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                _row.SetBytes(ordinal, Encoding.UTF8.GetBytes(text));
                break;
            case DateTimeOffset time:
                _row.SetLong(ordinal, time.ToUnixTimeMilliseconds());
                break;
            case TimeSpan span:
                _row.SetLong(ordinal, (long)span.TotalMilliseconds);
                break;
            case double number:
                _row.SetDouble(ordinal, number);
                break;
            default:
                _row.SetLong(ordinal, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
