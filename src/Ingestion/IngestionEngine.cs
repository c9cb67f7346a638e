using System.Collections.Concurrent;
using Confluent.Kafka.Admin;
using Ingestion.Decoding;
using Ingestion.Drift;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging;
using Segments.Schema;
using Segments.Tables;

namespace Ingestion;

/// <summary>Reads topics into tables: one consumer per table, one loop per partition. Safe for any number of threads.</summary>
public sealed class IngestionEngine : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(1700);

    private const int KeptJobs = 100;

    private readonly IngestionOptions _options;
    private readonly IRecordExpressions _expressions;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, TableConsumer> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _starting = new();
    private readonly SemaphoreSlim _sealSlots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly WaitingTables _waiting;
    private readonly ITimer _sampling;

    /// <param name="options">Settings, valid.</param>
    /// <param name="expressions">Compiles transforms and filters.</param>
    /// <param name="clock">Time of statuses, segments and retries.</param>
    /// <param name="loggers">Where ingestion logs.</param>
    public IngestionEngine(IngestionOptions options, IRecordExpressions expressions, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _expressions = expressions;
        _clock = clock;
        _logger = loggers.CreateLogger("Ingestion");
        _waiting = new WaitingTables(clock);
        _sampling = clock.CreateTimer(_ => Sample(), null, options.SampleInterval, options.SampleInterval);
    }

    /// <summary>Checks everything about a table's ingestion that can be checked without Kafka.</summary>
    /// <param name="config">The table config.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="expressions">Compiles transforms and filters.</param>
    /// <exception cref="IngestionException">A value is wrong, or asks for what is not built: rows would be wrong if it were ignored.</exception>
    public static void Validate(TableConfig config, TableSchema schema, IRecordExpressions expressions)
    {
        foreach (StreamConfig stream in TableStreams.Parse(config))
        {
            _ = stream.ClientSettings(); // opens key stores
            using IMessageFormat format = MessageFormats.Create(config, stream, expressions, TimeProvider.System);
            format.Check();
            _ = format.NewRowDecoder(schema, CancellationToken.None);
        }
    }

    /// <summary>Finds out from Kafka what a new table needs: partitions, where they start, where they end. Takes at most about 10 s.</summary>
    /// <param name="config">The table config.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="firstStream">Streams of the config before this one are not asked for.</param>
    /// <exception cref="IngestionException">The config is wrong, the brokers do not answer, or a topic does not exist.</exception>
    public async Task<TableStart> ResolveAsync(TableConfig config, CancellationToken cancellation, int firstStream = 0)
    {
        IReadOnlyList<StreamConfig> streams = TableStreams.Parse(config);
        TopicStart[] starts = await Task.WhenAll(streams.Skip(firstStream).Select(stream => ResolveAsync(stream, cancellation)));
        Dictionary<int, long> offsets = [];
        Dictionary<int, long> ends = [];
        for (int i = 0; i < starts.Length; i++)
        {
            foreach ((int partition, long start) in starts[i].Offsets)
            {
                int number = new StreamPartition(firstStream + i, partition).Number;
                (offsets[number], ends[number]) = (start, starts[i].Ends[partition]);
            }
        }

        return new TableStart(offsets, ends, [.. starts.Select(start => start.TopicId)]);
    }

    /// <summary>Begins to read a table at the end of what it holds.</summary>
    /// <param name="table">Of the catalog; paused and disabled ones are started paused.</param>
    /// <exception cref="IngestionException">Its stream config is wrong, or it is being read already.</exception>
    public void Start(Table table)
    {
        // A partition has one writer: a second consumer must not even be made.
        lock (_starting)
        {
            if (_tables.ContainsKey(table.Name))
            {
                throw new IngestionException($"table '{table.Name}' is being read already");
            }

            TableConsumer consumer = new(table, _options, _expressions, _clock, _logger, _sealSlots);
            consumer.Sample();
            _tables[table.Name] = consumer;
        }
    }

    /// <summary>Begins to read a table that exists; if that fails, because its key store cannot be opened for instance, it is tried again until it succeeds.</summary>
    /// <param name="table">Of the catalog.</param>
    public void StartOrRetry(Table table)
    {
        // Else a table that is deleted meanwhile could begin to wait after it was stopped.
        lock (_starting)
        {
            try
            {
                Start(table);
                if (_waiting.Remove(table.Name))
                {
                    Log.StartedAfterAll(_logger, table.Name);
                }
            }
            catch (Exception exception) when (exception is IngestionException or IOException or UnauthorizedAccessException)
            {
                if (_waiting.Add(table, exception.Message))
                {
                    Log.NotStarted(_logger, table.Name, exception.Message);
                }
            }
        }
    }

    /// <summary>Figures of a table.</summary>
    /// <param name="table">Raw table name.</param>
    /// <returns>Null if the table is not being ingested.</returns>
    public TableStatus? Status(string table) => _tables.GetValueOrDefault(table)?.Status ?? _waiting.Status(table);

    /// <summary>The newest rejected messages of a table, oldest first.</summary>
    /// <param name="table">Raw table name.</param>
    public IReadOnlyList<RejectedMessage> Rejected(string table) => _tables.GetValueOrDefault(table)?.Rejects.ToList() ?? [];

    /// <summary>Fields of a table's messages that it does not take; null if the table is not being read.</summary>
    /// <param name="table">Raw name.</param>
    public NewFields? FieldsWithoutColumn(string table) => _tables.GetValueOrDefault(table)?.Fields.Found();

    /// <summary>Says nothing of some fields of a table's messages until it is read anew.</summary>
    /// <param name="table">Raw name.</param>
    /// <param name="fields">Their paths.</param>
    public void IgnoreFields(string table, IEnumerable<string> fields)
    {
        foreach (string field in fields)
        {
            _tables.GetValueOrDefault(table)?.Fields.Ignore(field);
        }
    }

    /// <summary>Stops reading a table; what its consuming segments hold stays queryable until the table is deleted.</summary>
    /// <param name="table">Raw table name; unknown ones are ignored.</param>
    /// <returns>Ends when nothing is written to the table's folder any more.</returns>
    public async Task StopAsync(string table)
    {
        lock (_starting)
        {
            _waiting.Remove(table);
        }

        if (_tables.TryGetValue(table, out TableConsumer? consumer))
        {
            await consumer.DisposeAsync();
            _tables.TryRemove(new KeyValuePair<string, TableConsumer>(table, consumer));
        }
    }

    /// <summary>Seals what the consuming segments hold and reads no further. To survive a restart, the table's definition must say so, too.</summary>
    /// <param name="table">Raw table name.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public Task PauseAsync(string table)
    {
        Find(table).Pause();
        return Task.CompletedTask;
    }

    /// <summary>Seals what the consuming segments of some topics hold and reads these no further.</summary>
    /// <param name="table">Raw table name.</param>
    /// <param name="topics">Places of the topics in the config's list of streams, valid.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public void PauseTopics(string table, IReadOnlyCollection<int> topics) => Find(table).PauseTopics(topics);

    /// <summary>Reads topics on after <see cref="PauseTopics"/>; if the table is paused, when it is resumed.</summary>
    /// <param name="table">Raw table name.</param>
    /// <param name="topics">Places of the topics in the config's list of streams, valid.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public Task ResumeTopicsAsync(string table, IReadOnlyCollection<int> topics) => Find(table).ResumeTopicsAsync(topics);

    /// <summary>Reads on after a pause; partitions that were not paused are left alone.</summary>
    /// <param name="table">Raw table name.</param>
    /// <param name="from">Where.</param>
    /// <returns>Ends when it is settled where every partition reads on, also for the next start of the process.</returns>
    /// <exception cref="IngestionException">The table is not being ingested, or Kafka does not say where; then all of it stays paused.</exception>
    public Task ResumeAsync(string table, ResumeFrom from = ResumeFrom.LastConsumed) => Find(table).ResumeAsync(from);

    /// <summary>Lets the consuming segments of a table that hold no row take its present schema; the others keep theirs until they are sealed.</summary>
    /// <param name="table">Raw table name; unknown ones are ignored.</param>
    public void RenewEmpty(string table) => _tables.GetValueOrDefault(table)?.RenewEmpty();

    /// <summary>Looks for new partitions of a table's topics now.</summary>
    /// <param name="table">Raw table name.</param>
    /// <exception cref="IngestionException">The table is not being ingested, or Kafka does not answer.</exception>
    public Task DiscoverAsync(string table) => Find(table).DiscoverAsync();

    /// <summary>Lets a partition drop the rows of its consuming segment and read them again; returns at once.</summary>
    /// <param name="table">Raw table name.</param>
    /// <param name="partition">The table's number of the partition; unknown ones are ignored.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public void DropConsuming(string table, int partition) => Find(table).AskForDrop(partition);

    /// <summary>Asks partitions of a table to seal their consuming segments; returns at once.</summary>
    /// <param name="table">Raw table name.</param>
    /// <param name="partitions">Which ones; null for all.</param>
    /// <returns>The job, to be asked for with <see cref="FindForceCommit"/>.</returns>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public ForceCommitJob ForceCommit(string table, IReadOnlyCollection<int>? partitions = null)
    {
        TableConsumer consumer = Find(table);
        Job job = new(Guid.NewGuid().ToString(), consumer.Table, _clock.GetUtcNow(), consumer.AskForSeal(partitions));
        _jobs[job.Id] = job;
        foreach (Job old in _jobs.Values.OrderByDescending(known => known.RequestedAt).Skip(KeptJobs))
        {
            _jobs.TryRemove(old.Id, out _);
        }

        return job.ToStatus();
    }

    /// <summary>A job of this process; null if there is none of that id.</summary>
    public ForceCommitJob? FindForceCommit(string id) => _jobs.GetValueOrDefault(id)?.ToStatus();

    /// <summary>Stops all tables, within two seconds: a seal that takes longer is left, and its rows are read again at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sampling.DisposeAsync();
        Task stopped = Task.WhenAll(_tables.Keys.Select(StopAsync));
        await Task.WhenAny(stopped, Task.Delay(ShutdownTimeout));
    }

    private async Task<TopicStart> ResolveAsync(StreamConfig stream, CancellationToken cancellation)
    {
        using KafkaTopic topic = new(stream, _options.FetchBufferKilobytes, _options.ConnectTimeout, _logger);
        KafkaAdmin admin = topic.Admin;
        topic.Connect();
        IReadOnlyList<int> partitions = await admin.PartitionsAsync().WaitAsync(cancellation);
        if (partitions is [.., >= StreamPartition.PerStream])
        {
            throw new IngestionException($"topic '{stream.Topic}' has {partitions.Count} partitions; a table reads at most {StreamPartition.PerStream} of a topic");
        }

        if (stream.Partitions is { } subset)
        {
            subset.Check(partitions, stream.Topic);
            partitions = [.. partitions.Where(subset.Contains)];
        }

        // Asked before the offsets: should the topic be created again meanwhile, they are taken for those of the old one, and it is noticed.
        string? topicId = await topic.TopicIdAsync(cancellation);
        Task<IReadOnlyDictionary<int, long>> askingEnds = admin.OffsetsAsync(partitions, OffsetSpec.Latest());
        Task<IReadOnlyDictionary<int, long>> askingStarts = stream.StartAt.Rule switch
        {
            OffsetRule.Smallest => admin.OffsetsAsync(partitions, OffsetSpec.Earliest()),
            OffsetRule.Largest => askingEnds,
            _ => admin.OffsetsAsync(partitions, OffsetSpec.ForTimestamp(stream.StartAt.From(_clock.GetUtcNow()).ToUnixTimeMilliseconds())),
        };
        await Task.WhenAll(askingEnds, askingStarts).WaitAsync(cancellation);
        (IReadOnlyDictionary<int, long> ends, IReadOnlyDictionary<int, long> starts) = (await askingEnds, await askingStarts);

        // No message of that time or later: Kafka answers -1.
        return new TopicStart(starts.ToDictionary(pair => pair.Key, pair => pair.Value >= 0 ? pair.Value : ends[pair.Key]), ends, topicId);
    }

    private TableConsumer Find(string table) =>
        _tables.GetValueOrDefault(table) ?? throw new IngestionException($"table '{table}' is not being ingested");

    private void Sample()
    {
        foreach (TableConsumer table in _tables.Values)
        {
            table.Sample();
        }

        lock (_starting)
        {
            foreach (Table table in _waiting.Due())
            {
                StartOrRetry(table);
            }
        }
    }

    private sealed record TopicStart(IReadOnlyDictionary<int, long> Offsets, IReadOnlyDictionary<int, long> Ends, string? TopicId);

    private sealed record Job(string Id, Table Table, DateTimeOffset RequestedAt, IReadOnlyList<string> Segments)
    {
        public ForceCommitJob ToStatus()
        {
            // The growing one is read first: a roll in between shows it twice, never not at all.
            HashSet<string> inMemory = new(Table.Partitions.SelectMany(partition => new[] { partition.Consuming }.Concat(partition.Frozen)).Select(segment => segment.Name), StringComparer.Ordinal);
            return new ForceCommitJob(Id, Table.Name, RequestedAt, Segments, [.. Segments.Where(inMemory.Contains)]);
        }
    }
}
