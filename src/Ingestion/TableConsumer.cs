using Ingestion.Drift;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging;
using Segments.Tables;

namespace Ingestion;

/// <summary>Reads one table: all topics of its config.</summary>
internal sealed class TableConsumer : IAsyncDisposable
{
    private readonly Table _table;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly TopicConsumer[] _topics;
    private volatile bool _isPaused;
    private Task? _stopped;
    private TableStatus _status;

    /// <exception cref="IngestionException">The config of a stream is wrong.</exception>
    public TableConsumer(Table table, IngestionOptions options, IRecordExpressions expressions, TimeProvider clock, ILogger logger, SemaphoreSlim sealSlots)
    {
        (_table, _clock, _logger) = (table, clock, logger);
        Rejects = new RejectLog(options.KeptRejects);
        _isPaused = table.Definition.Pause is { IsPaused: true } || table.Definition.IsDisabled;
        IReadOnlyList<StreamConfig> streams = TableStreams.Parse(table.Definition.Config);
        Fields = new FieldWatch(table.Definition.Config, streams, () => table.Definition.Schema, expressions, clock);
        _topics = new TopicConsumer[streams.Count];
        try
        {
            for (int i = 0; i < _topics.Length; i++)
            {
                TableContext context = TableContext.Of(table, streams[i], i, Rejects, expressions, options, clock, logger) with { Fields = Fields };
                _topics[i] = new TopicConsumer(table, i, streams[i], context, sealSlots, _isPaused || table.Definition.InactiveTopics.Contains(i));
            }
        }
        catch
        {
            foreach (TopicConsumer topic in _topics.TakeWhile(topic => topic is not null))
            {
                _ = topic.DisposeAsync().AsTask(); // nothing of it runs yet
            }

            throw;
        }

        _status = Describe([]);
        foreach (TopicConsumer topic in _topics)
        {
            topic.Start();
        }
    }

    /// <summary>Rejected messages.</summary>
    public RejectLog Rejects { get; }

    /// <summary>Fields of its messages that it does not take.</summary>
    public FieldWatch Fields { get; }

    /// <summary>The table.</summary>
    public Table Table => _table;

    /// <summary>The figures of the last sample.</summary>
    public TableStatus Status => Volatile.Read(ref _status);

    /// <summary>Takes a sample. The engine's timer only.</summary>
    public void Sample()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        Volatile.Write(ref _status, Describe([.. _topics.SelectMany(topic => topic.Sample(now))]));
    }

    /// <summary>Stops to read the table.</summary>
    public void Pause()
    {
        _isPaused = true;
        foreach (TopicConsumer topic in _topics)
        {
            topic.Pause();
        }
    }

    /// <summary>Reads on. If it fails, all partitions are paused as before.</summary>
    public async Task ResumeAsync(ResumeFrom from)
    {
        try
        {
            await Task.WhenAll(_topics.Where((_, index) => !_table.Definition.InactiveTopics.Contains(index)).Select(topic => topic.ResumeAsync(from)));
            _isPaused = false;
        }
        catch
        {
            Pause();
            throw;
        }
    }

    /// <summary>Stops to read some topics.</summary>
    /// <param name="topics">Their places in the config's list.</param>
    public void PauseTopics(IEnumerable<int> topics)
    {
        foreach (int topic in topics)
        {
            _topics[topic].Pause();
        }
    }

    /// <summary>Reads some topics on where they stopped; while the table is paused they wait for it. If it fails, they are paused as before.</summary>
    /// <param name="topics">Their places in the config's list.</param>
    public async Task ResumeTopicsAsync(IReadOnlyCollection<int> topics)
    {
        if (_isPaused)
        {
            return;
        }

        try
        {
            await Task.WhenAll(topics.Select(topic => _topics[topic].ResumeAsync(ResumeFrom.LastConsumed)));
        }
        catch
        {
            PauseTopics(topics);
            throw;
        }
    }

    /// <summary>Lets partitions that hold no row take the table's present schema.</summary>
    public void RenewEmpty()
    {
        foreach (PartitionConsumer consumer in Consumers())
        {
            consumer.Requests.AskForRenewal();
        }
    }

    /// <summary>Lets a partition drop what it holds in memory, and read it again.</summary>
    public void AskForDrop(int partition) => Consumers().FirstOrDefault(consumer => consumer.Partition.Id == partition)?.Requests.AskForDrop();

    /// <summary>Looks for new partitions now.</summary>
    /// <exception cref="IngestionException">Kafka does not answer.</exception>
    public Task DiscoverAsync() => Task.WhenAll(_topics.Select(topic => topic.DiscoverAsync()));

    /// <param name="partitions">Partitions to seal; null for all.</param>
    /// <returns>Names of the segments that will be sealed.</returns>
    public IReadOnlyList<string> AskForSeal(IReadOnlyCollection<int>? partitions)
    {
        List<string> names = [];
        foreach (PartitionConsumer consumer in Consumers().Where(consumer => partitions?.Contains(consumer.Partition.Id) is not false))
        {
            string name = consumer.Partition.Consuming.Name;
            if (consumer.Requests.TryAskForSeal())
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Stops reading, once; segments not sealed stay queryable in the table.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_stopped ??= EndAsync());
        }
    }

    private async Task EndAsync()
    {
        await Task.Yield(); // out of the lock
        await Task.WhenAll(_topics.Select(topic => topic.DisposeAsync().AsTask()));
        Log.TableStopped(_logger, _table.Name);
    }

    private IEnumerable<PartitionConsumer> Consumers() => _topics.SelectMany(topic => topic.Consumers());

    private TableStatus Describe(PartitionStatus[] partitions)
    {
        string names = string.Join(", ", _topics.Select(topic => topic.Topic));
        string brokers = string.Join(", ", _topics.Select(topic => topic.Brokers).Distinct(StringComparer.Ordinal));
        string[] errors = [.. _topics.Where(topic => topic.Error is not null).Select(topic => _topics.Length == 1 ? topic.Error! : $"{topic.Topic}: {topic.Error}")];
        return new TableStatus(_table.Name, names, brokers, _isPaused, partitions) { Error = errors.Length == 0 ? null : string.Join("; ", errors) };
    }
}
