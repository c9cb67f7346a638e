using Confluent.Kafka.Admin;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging;
using Segments.Tables;

namespace Ingestion;

/// <summary>Reads one table: a Kafka client, a loop per partition, and a task that looks for new partitions and their ends.</summary>
internal sealed class TableConsumer : IAsyncDisposable
{
    private readonly Table _table;
    private readonly IngestionOptions _options;
    private readonly TableContext _context;
    private readonly SemaphoreSlim _sealSlots;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly string _brokers;
    private readonly KafkaTopic _topic;
    private readonly SemaphoreSlim _discovering = new(1);
    private readonly Task _supervision;
    private (PartitionConsumer Consumer, PartitionSampler Sampler)[] _partitions = [];
    private volatile bool _isPaused;
    private Task? _stopped;
    private string? _error;
    private TableStatus _status;

    public TableConsumer(Table table, IngestionOptions options, IRecordExpressions expressions, TimeProvider clock, ILogger logger, SemaphoreSlim sealSlots)
    {
        (_table, _options, _sealSlots) = (table, options, sealSlots);
        StreamConfig config = StreamConfig.Parse(table.Definition.Config.StreamConfigs);
        _brokers = config.Brokers;
        _context = TableContext.Of(table, config, expressions, options, clock, logger);
        _isPaused = table.Definition.Pause is { IsPaused: true } || table.Definition.IsDisabled;
        _status = new TableStatus(table.Name, config.Topic, _brokers, _isPaused, []);

        foreach (TablePartition partition in table.Partitions)
        {
            if (partition.Sealed is [.., { } last])
            {
                _context.Tuner.Resume(last.RowCount, last.FileBytes);
            }
        }

        int buffer = Math.Max(1024, options.FetchBufferKilobytes / Math.Max(1, table.Partitions.Count));
        _topic = new KafkaTopic(config, buffer, options.ConnectTimeout, logger);
        foreach (TablePartition partition in table.Partitions)
        {
            Add(partition);
        }

        Log.TableStarted(logger, table.Name, table.Partitions.Count, config.Topic, _brokers);
        _supervision = Task.Run(SuperviseAsync);
    }

    /// <summary>Rejected messages.</summary>
    public RejectLog Rejects => _context.Rejects;

    /// <summary>The table.</summary>
    public Table Table => _table;

    /// <summary>The figures of the last sample.</summary>
    public TableStatus Status => Volatile.Read(ref _status);

    /// <summary>Takes a sample. The engine's timer only.</summary>
    public void Sample()
    {
        KafkaClient client = _topic.Client;
        client.Poll();
        DateTimeOffset now = _context.Clock.GetUtcNow();
        PartitionStatus[] partitions;
        lock (_gate)
        {
            partitions = [.. _partitions.Select(pair => pair.Sampler.Sample(pair.Consumer, client.Trouble, now))];
        }

        Volatile.Write(ref _status, new TableStatus(_table.Name, client.Topic, _brokers, _isPaused, partitions) { Error = Volatile.Read(ref _error) });
    }

    public void Pause()
    {
        _isPaused = true;
        foreach ((PartitionConsumer consumer, _) in Partitions())
        {
            consumer.AskForPause();
        }
    }

    /// <summary>Reads on. If it fails, all partitions are paused as before.</summary>
    public async Task ResumeAsync(ResumeFrom from)
    {
        try
        {
            await Task.WhenAll(Partitions().Select(pair => pair.Consumer.ResumeAsync(from)));
            _isPaused = false;
        }
        catch
        {
            Pause();
            throw;
        }
    }

    /// <summary>Lets partitions that hold no row take the table's present schema.</summary>
    public void RenewEmpty()
    {
        foreach ((PartitionConsumer consumer, _) in Partitions().Where(pair => pair.Consumer.Partition.Consuming.RowCount == 0))
        {
            consumer.AskForSeal();
        }
    }

    /// <summary>Lets a partition drop what it holds in memory, and read it again.</summary>
    public void AskForDrop(int partition) => Array.Find(Partitions(), pair => pair.Consumer.Partition.Id == partition).Consumer?.AskForDrop();

    /// <summary>Looks for new partitions now.</summary>
    /// <exception cref="IngestionException">Kafka does not answer.</exception>
    public async Task DiscoverAsync()
    {
        await _discovering.WaitAsync(_stop.Token);
        try
        {
            await AddNewAsync();
        }
        finally
        {
            _discovering.Release();
        }
    }

    /// <param name="partitions">Partitions to seal; null for all.</param>
    /// <returns>Names of the segments that will be sealed.</returns>
    public IReadOnlyList<string> AskForSeal(IReadOnlyCollection<int>? partitions)
    {
        List<string> names = [];
        foreach ((PartitionConsumer consumer, _) in Partitions().Where(pair => partitions?.Contains(pair.Consumer.Partition.Id) is not false))
        {
            if (consumer.Partition.Consuming is { RowCount: > 0 } segment)
            {
                names.Add(segment.Name);
            }

            consumer.AskForSeal();
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
        await _stop.CancelAsync();
        await _supervision;
        await Task.WhenAll(Partitions().Select(pair => pair.Consumer.DisposeAsync().AsTask()));

        // Closing the clients waits for their threads, which may be in the middle of connecting.
        await Task.Run(() =>
        {
            _topic.Dispose();
            _context.Format.Dispose();
        });
        _stop.Dispose();
        _discovering.Dispose();
        Log.TableStopped(_context.Logger, _table.Name);
    }

    private (PartitionConsumer Consumer, PartitionSampler Sampler)[] Partitions()
    {
        lock (_gate)
        {
            return _partitions;
        }
    }

    private void Add(TablePartition partition)
    {
        PartitionConsumer consumer = new(_context, partition, _topic.Open(partition.Id), _sealSlots, _isPaused);
        long start = _table.Definition.StartOffsets.GetValueOrDefault(partition.Id, partition.Sealed is [{ } first, ..] ? first.StartOffset : partition.Consuming.StartOffset);
        lock (_gate)
        {
            _partitions = [.. _partitions, (consumer, new PartitionSampler(start, _options))];
            _context.PartitionCount = Math.Max(_context.PartitionCount, _partitions.Length);
        }

        consumer.Start();
    }

    private async Task SuperviseAsync()
    {
        long nextDiscovery = 0;
        using PeriodicTimer timer = new(_options.EndOffsetInterval, _context.Clock);
        try
        {
            do
            {
                try
                {
                    if (_context.Clock.GetTimestamp() >= nextDiscovery)
                    {
                        await DiscoverAsync();
                        nextDiscovery = _context.Clock.GetTimestamp() + (long)(_options.DiscoveryInterval.TotalSeconds * _context.Clock.TimestampFrequency);
                    }

                    await CheckTopicAsync();
                    await AskEndsAsync();
                    Volatile.Write(ref _error, null);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // Kafka does not answer, or the disk is full: both pass.
                    Volatile.Write(ref _error, exception.Message);
                    Log.EndsUnknown(_context.Logger, _table.Name, exception.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The table is being stopped.
        }
    }

    private async Task AddNewAsync()
    {
        IReadOnlyList<int> found = await _topic.Admin.PartitionsAsync().WaitAsync(_stop.Token);
        string? topicId = await _topic.TopicIdAsync(_stop.Token);
        int[] known = [.. Partitions().Select(pair => pair.Consumer.Partition.Id)];
        IReadOnlyDictionary<int, long> firsts = await _topic.Admin.OffsetsAsync(found, OffsetSpec.Earliest()).WaitAsync(_stop.Token);
        foreach (int id in found.Except(known))
        {
            // Whatever the config says of the start: a new partition's first message is new, too.
            Log.PartitionFound(_context.Logger, _table.Name, id, _topic.Client.Topic, firsts[id]);
            TablePartition opened = _table.OpenPartition(id, firsts[id]);
            if (topicId is not null && !string.Equals(topicId, opened.TopicId, StringComparison.Ordinal))
            {
                opened.Follow(topicId); // not the topic that the table was created over
            }

            if (firsts[id] > 0)
            {
                opened.Add(new OffsetGap(id, 0, firsts[id], "Kafka deleted these messages before the partition was noticed", _context.Clock.GetUtcNow()));
            }

            Add(opened);
        }

        lock (_gate)
        {
            foreach ((PartitionConsumer consumer, PartitionSampler sampler) in _partitions)
            {
                if (firsts.TryGetValue(consumer.Partition.Id, out long first))
                {
                    sampler.Begins(first);
                }
            }
        }
    }

    // A fetch from a topic that took the place of another fails or, if it is long enough, does not: only its identity tells.
    private async Task CheckTopicAsync()
    {
        string? id = await _topic.TopicIdAsync(_stop.Token);
        foreach ((PartitionConsumer consumer, _) in Partitions())
        {
            if (id is not null && consumer.Partition.TopicId is { } known && !string.Equals(id, known, StringComparison.Ordinal))
            {
                consumer.AskForCheck();
            }
        }
    }

    private async Task AskEndsAsync()
    {
        int[] known = [.. Partitions().Select(pair => pair.Consumer.Partition.Id)];
        if (known.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<int, long> ends = await _topic.Admin.OffsetsAsync(known, OffsetSpec.Latest()).WaitAsync(_stop.Token);
        _topic.Client.Recovered();
        DateTimeOffset now = _context.Clock.GetUtcNow();
        lock (_gate)
        {
            foreach ((PartitionConsumer consumer, PartitionSampler sampler) in _partitions)
            {
                if (ends.TryGetValue(consumer.Partition.Id, out long end))
                {
                    sampler.Ended(end, now);
                    consumer.Counters.KnownEnd = end;
                }
            }
        }
    }
}
