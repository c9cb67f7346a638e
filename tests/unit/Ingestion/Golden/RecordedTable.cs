using System.Text.Json.Nodes;
using global::Query;
using Ingestion;
using Ingestion.Kafka;
using Ingestion.Settings;
using Ingestion.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Segments.Schema;
using Segments.Tables;
using UnitTests.Query.Golden;
using Web.Queries;

namespace UnitTests.Ingestion.Golden;

/// <summary>The table of a case, filled by real partition consumers out of recorded messages.</summary>
internal sealed class RecordedTable : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-golden-").FullName;
    private readonly SemaphoreSlim _slots = new(1);
    private readonly RecordedRegistry _registry;
    private readonly TableCatalog _catalog;
    private readonly Table _table;
    private readonly TableContext _context;
    private readonly List<PartitionConsumer> _consumers = [];
    private readonly QueryEngine _engine;

    /// <exception cref="Exception">The config is refused.</exception>
    private RecordedTable(RecordedCase item, TableConfig config, SchemaDocument schema, RecordedRegistry registry)
    {
        _registry = registry;
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        Dictionary<int, RecordedMessage[]> partitions = item.Messages.GroupBy(message => message.Partition).ToDictionary(group => group.Key, group => group.ToArray());
        partitions.TryAdd(0, []);
        _table = _catalog.Create(new TableDefinition(schema.Schema, schema.Json, config, DateTimeOffset.UtcNow, partitions.ToDictionary(pair => pair.Key, _ => 0L)));
        _context = TableContext.Of(_table, StreamConfig.Parse(config.StreamConfigs), place: 0, new RejectLog(1000), RecordExpressions.Instance, new IngestionOptions(), TimeProvider.System, NullLogger.Instance);
        _engine = new QueryEngine(_catalog, new QueryLimits(), TimeProvider.System);
        foreach (TablePartition partition in _table.Partitions)
        {
            PartitionConsumer consumer = new(_context, partition, new RecordedSource(partition.Id, partitions[partition.Id]), _slots, isPaused: false);
            _consumers.Add(consumer);
            Ends.Add(partitions[partition.Id].Length);
        }
    }

    /// <summary>Rejected messages so far, for the report.</summary>
    public IReadOnlyList<RejectedMessage> Rejected => _context.Rejects.ToList();

    private List<long> Ends { get; } = [];

    /// <summary>Makes the table, unless its config is refused.</summary>
    /// <exception cref="Exception">It is.</exception>
    public static RecordedTable Create(RecordedCase item)
    {
        RecordedRegistry registry = new(item.RegistrySchemas);
        try
        {
            string text = item.Config.ToJsonString()
                .Replace("http://127.0.0.1:8081/apis/ccompat/v7", registry.Address, StringComparison.Ordinal)
                .Replace("http://127.0.0.1:8081", registry.Address, StringComparison.Ordinal);
            TableConfig config = TableConfig.Parse(JsonNode.Parse(text)!.AsObject());
            SchemaDocument schema = SchemaJson.Parse(item.Schema, config.NullVectors);
            IngestionEngine.Validate(config, schema.Schema, RecordExpressions.Instance);
            return new RecordedTable(item, config, schema, registry);
        }
        catch
        {
            registry.Dispose();
            throw;
        }
    }

    /// <summary>Reads all messages.</summary>
    /// <returns>Null, or why that did not come to an end.</returns>
    public async Task<string?> FillAsync()
    {
        foreach (PartitionConsumer consumer in _consumers)
        {
            consumer.Start();
        }

        return await WaitAsync(() => _consumers.Zip(Ends).All(pair => pair.First.Counters.Position >= pair.Second), "the messages are not all read");
    }

    /// <summary>Seals what was read.</summary>
    /// <returns>Null, or why that did not come to an end.</returns>
    public async Task<string?> SealAsync()
    {
        int[] wanted = [.. _consumers.Select(consumer => consumer.Partition.Consuming.RowCount > 0 ? 1 : 0)];
        foreach (PartitionConsumer consumer in _consumers)
        {
            consumer.Requests.TryAskForSeal();
        }

        return await WaitAsync(() => _consumers.Zip(wanted).All(pair => pair.First.Partition.Sealed.Count >= pair.Second && pair.First.Unsealed == 0), "the rows are not sealed");
    }

    /// <summary>Asks the queries of the case.</summary>
    /// <returns>Null, or how the first answer that differs does.</returns>
    public string? Differ(RecordedCase item) => item.Queries()
        .Select(query => GoldenComparison.Difference(query, _engine.Execute(new QueryRequest(query.Sql, query.Options), CancellationToken.None)))
        .FirstOrDefault(difference => difference is not null);

    public async ValueTask DisposeAsync()
    {
        foreach (PartitionConsumer consumer in _consumers)
        {
            await consumer.DisposeAsync();
        }

        _context.Format.Dispose();
        _catalog.Dispose();
        _registry.Dispose();
        _slots.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string?> WaitAsync(Func<bool> holds, string trouble)
    {
        long start = Environment.TickCount64;
        while (!holds())
        {
            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                return $"{trouble}: {string.Join("; ", _consumers.Select(consumer => $"at {consumer.Counters.Position}, {consumer.Counters.State.Phase} {consumer.Counters.Error?.Text}"))}";
            }

            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        return null;
    }
}
