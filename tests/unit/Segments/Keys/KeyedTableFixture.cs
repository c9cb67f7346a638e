using System.Text;
using System.Text.Json.Nodes;
using Segments;
using Segments.Columns;
using Segments.Rows;
using Segments.Schema;
using Segments.Tables;
using UnitTests.Segments.Tables;

namespace UnitTests.Segments.Keys;

/// <summary>A table with keys in a folder of its own: rows of key <c>k</c>, value <c>v</c>, metric <c>m</c>, time <c>ts</c> and a mark of deletion.</summary>
internal sealed class KeyedTableFixture : IDisposable
{
    private readonly TableFolderFixture _folder = new();
    private TableCatalog _catalog;

    /// <param name="config">Members of the table config besides the usual, such as <c>"upsertConfig":{"mode":"FULL"}</c>.</param>
    /// <param name="nullHandling">Whether nulls are kept.</param>
    public KeyedTableFixture(string config, bool nullHandling = false)
    {
        _catalog = _folder.Open();
        Table = _catalog.Create(Definition(config, nullHandling));
    }

    public Table Table { get; private set; }

    public TablePartition Partition => Table.Partitions[0];

    /// <summary>A row that is not stored yet; parts that are null stay null.</summary>
    public static RowBuffer Row(TableSchema schema, string? key, string? value, long? metric, long? time, bool isDelete = false)
    {
        RowBuffer row = new(schema);
        Text("k", key);
        Text("v", value);
        Number("m", metric);
        Number("ts", time);
        Number("del", isDelete ? 1 : null);
        return row;

        void Text(string column, string? text)
        {
            if (text is not null && schema.TryFind(column, out int ordinal))
            {
                row.SetBytes(ordinal, Encoding.UTF8.GetBytes(text));
            }
        }

        void Number(string column, long? number)
        {
            if (number is not null && schema.TryFind(column, out int ordinal))
            {
                row.SetLong(ordinal, number.Value);
            }
        }
    }

    /// <summary>Appends and publishes rows, one message each.</summary>
    public void Add(params RowBuffer[] rows)
    {
        Partition.Consuming.AppendAll(rows);
        Partition.Consuming.Publish(Partition.Consuming.NextOffset + rows.Length, TableFolderFixture.Now);
    }

    public void Seal()
    {
        Partition.Roll(TableFolderFixture.Now);
        while (Partition.Frozen is [{ } oldest, ..])
        {
            Partition.Seal(oldest, TableFolderFixture.Now);
        }
    }

    /// <summary>Loses what is not sealed, as a crash does.</summary>
    public void Restart()
    {
        _catalog.Dispose();
        _catalog = _folder.Open();
        Assert.True(_catalog.TryFind("t", out Table? table));
        Table = table;
    }

    /// <summary>The rows that count, as <c>key value metric time</c>, in order.</summary>
    public string[] Rows() => Rows(Table.Snapshot());

    public static string[] Rows(TableSnapshot snapshot)
    {
        List<string> rows = [];
        foreach (ISegment segment in snapshot.Segments)
        {
            List<string>[] cells = [.. new[] { "k", "v", "m", "ts" }.Select(name => Cells(segment, snapshot.Schema, name))];
            for (int row = 0; row < segment.RowCount; row++)
            {
                if (segment.ValidRows is null || segment.ValidRows.Contains(row))
                {
                    rows.Add(string.Join(' ', cells.Select(column => column[row])));
                }
            }
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }

    private static List<string> Cells(ISegment segment, TableSchema schema, string name)
    {
        Assert.True(schema.TryFind(name, out int ordinal));
        ColumnReader reader = segment.Column(schema.Columns[ordinal]);
        List<string> cells = [];
        ByteArena arena = new();
        for (int block = 0; block * ColumnReader.BlockRows < segment.RowCount; block++)
        {
            int count = reader.ValueCount(block);
            if (reader.Schema.Physical == PhysicalType.Bytes)
            {
                foreach (Utf8Slice text in reader.Texts(block, new Utf8Slice[count], arena))
                {
                    cells.Add(Encoding.UTF8.GetString(text.Span));
                }
            }
            else
            {
                foreach (long number in reader.Longs(block, new long[count]))
                {
                    cells.Add(FormattableString.Invariant($"{number}"));
                }
            }
        }

        return cells;
    }

    private static TableDefinition Definition(string config, bool nullHandling)
    {
        JsonObject schema = JsonNode.Parse("""
            {"schemaName":"t","dimensionFieldSpecs":[{"name":"k","dataType":"STRING"},{"name":"v","dataType":"STRING"},{"name":"del","dataType":"BOOLEAN"}],
             "metricFieldSpecs":[{"name":"m","dataType":"LONG"}],
             "dateTimeFieldSpecs":[{"name":"ts","dataType":"LONG","format":"1:MILLISECONDS:EPOCH","granularity":"1:MILLISECONDS"}],"primaryKeyColumns":["k"]}
            """)!.AsObject();
        string nulls = nullHandling ? "true" : "false";
        TableConfig parsed = TableConfig.Parse(JsonNode.Parse($$"""
            {"tableName":"t","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","replication":"1"},"tenants":{},
             "tableIndexConfig":{"nullHandlingEnabled":{{nulls}},"streamConfigs":{"streamType":"kafka"} },"routing":{"instanceSelectorType":"strictReplicaGroup"}, {{config}} }
            """)!.AsObject());
        SchemaDocument document = SchemaJson.Parse(schema, parsed.NullVectors);
        return new TableDefinition(document.Schema, document.Json, parsed, TableFolderFixture.Now, new Dictionary<int, long> { [0] = 0 });
    }
}
