using Confluent.Kafka.Admin;
using Ingestion.Kafka;
using Ingestion.Sources;
using Ingestion.Status;
using Segments.Tables;

namespace Ingestion;

/// <summary>Reads one topic into a table: a Kafka client, a loop per partition, and a task that looks for new partitions and their ends.</summary>
internal sealed class TopicConsumer : IAsyncDisposable
{
    private const int FailuresOfOneClient = 4;
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StallsAfter = TimeSpan.FromSeconds(10);

    private readonly Table _table;
    private readonly int _stream;
    private readonly TableContext _context;
    private readonly SemaphoreSlim _sealSlots;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly KafkaTopic _topic;
    private readonly SemaphoreSlim _discovering = new(1);
    private readonly StallWatch _stalls = new(StallsAfter);
    private Task _supervision = Task.CompletedTask;
    private (PartitionConsumer Consumer, PartitionSampler Sampler)[] _partitions = [];
    private volatile bool _isPaused;
    private string? _error;

    /// <summary>Nothing is read before <see cref="Start"/>.</summary>
    /// <param name="table">Where rows go.</param>
    /// <param name="stream">Place of the topic in the table's list.</param>
    /// <param name="config">Its stream map, read.</param>
    /// <param name="context">What its partitions share; its format is disposed of with this.</param>
    /// <param name="sealSlots">Segments that may be written at once.</param>
    /// <param name="isPaused">True to read only after <see cref="ResumeAsync"/>.</param>
    /// <exception cref="IngestionException">The Kafka client does not take a setting.</exception>
    public TopicConsumer(Table table, int stream, StreamConfig config, TableContext context, SemaphoreSlim sealSlots, bool isPaused)
    {
        (_table, _stream, _context, _sealSlots, _isPaused) = (table, stream, context, sealSlots, isPaused);
        Brokers = config.Brokers;
        int buffer = Math.Max(1024, context.Options.FetchBufferKilobytes / Math.Max(1, table.Partitions.Count));
        try
        {
            _topic = new KafkaTopic(config, buffer, context.Options.ConnectTimeout, context.Logger);
        }
        catch
        {
            context.Format.Dispose();
            throw;
        }
    }

    /// <summary>Its brokers.</summary>
    public string Brokers { get; }

    /// <summary>The topic.</summary>
    public string Topic => _context.Topic;

    /// <summary>What concerns the whole topic, such as that it is gone; null if nothing does.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <summary>Begins to read the partitions that the table knows, and to look for others.</summary>
    public void Start()
    {
        TablePartition[] known = [.. _table.Partitions.Where(partition => StreamPartition.Of(partition.Id).Stream == _stream)];
        foreach (TablePartition partition in known)
        {
            if (partition.Sealed is [.., { } last])
            {
                _context.Tuner.Resume(last.RowCount, last.FileBytes);
            }
        }

        foreach (TablePartition partition in known)
        {
            Add(partition);
        }

        Log.TableStarted(_context.Logger, _table.Name, known.Length, Topic, Brokers);
        _supervision = Task.Run(SuperviseAsync);
    }

    /// <summary>Takes a sample. The engine's timer only.</summary>
    public PartitionStatus[] Sample(DateTimeOffset now)
    {
        KafkaClient client = _topic.Client;
        client.Poll();
        lock (_gate)
        {
            return [.. _partitions.Select(pair => pair.Sampler.Sample(pair.Consumer, client.Trouble, now)).OrderBy(status => status.Partition)];
        }
    }

    public void Pause()
    {
        _isPaused = true;
        foreach (PartitionConsumer consumer in Consumers())
        {
            consumer.Requests.AskForPause();
        }
    }

    /// <summary>Reads on. If it fails, some partitions may read and others not.</summary>
    public async Task ResumeAsync(ResumeFrom from)
    {
        await Task.WhenAll(Consumers().Where(consumer => !consumer.IsLeftOut).Select(consumer => consumer.Requests.ResumeAsync(from)));
        _isPaused = false;
    }

    /// <summary>The loops of its partitions.</summary>
    public IReadOnlyList<PartitionConsumer> Consumers()
    {
        lock (_gate)
        {
            return [.. _partitions.Select(pair => pair.Consumer)];
        }
    }

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

    /// <summary>Stops reading; segments not sealed stay queryable in the table.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervision;
        await Task.WhenAll(Consumers().Select(consumer => consumer.DisposeAsync().AsTask()));

        // Closing the clients waits for their threads, which may be in the middle of connecting.
        await Task.Run(() =>
        {
            _topic.Dispose();
            _context.Format.Dispose();
        });
        _stop.Dispose();
        _discovering.Dispose();
    }

    private void Add(TablePartition partition)
    {
        int number = StreamPartition.Of(partition.Id).Partition;
        IMessageSource source = _topic.Open(number);
        if (_context.Rates is { } rates)
        {
            source = new PacedSource(source, () => rates.PerPartition(_context.TopicPartitions()), _context.Clock);
        }

        // One that is left out now seals what was read of it, and waits.
        PartitionConsumer consumer = new(_context, partition, source, _sealSlots, _isPaused || _context.Subset?.Contains(number) is false);
        long start = _table.Definition.StartOffsets.GetValueOrDefault(partition.Id, partition.Sealed is [{ } first, ..] ? first.StartOffset : partition.Consuming.StartOffset);
        lock (_gate)
        {
            _partitions = [.. _partitions, (consumer, new PartitionSampler(start, _context.Options))];
        }

        consumer.Start();
    }

    private async Task SuperviseAsync()
    {
        long nextDiscovery = 0;
        int failures = 0;
        using PeriodicTimer timer = new(_context.Options.EndOffsetInterval, _context.Clock);
        try
        {
            do
            {
                // First of all whether it is the same topic: until its loops have turned to the new one, nothing else is answered for it.
                string? error = await TryAsync(CheckTopicAsync);
                if (_context.Clock.GetTimestamp() >= nextDiscovery)
                {
                    string? undiscovered = await TryAsync(DiscoverAsync);
                    error ??= undiscovered;
                    nextDiscovery = undiscovered is null
                        ? _context.Clock.GetTimestamp() + (long)(_context.Options.DiscoveryInterval.TotalSeconds * _context.Clock.TimestampFrequency)
                        : nextDiscovery;
                }

                string? unasked = await TryAsync(AskEndsAsync);
                failures = unasked is null ? 0 : failures + 1;
                string? unrenewed = await TryAsync(() => RenewDeadAsync(failures));
                Volatile.Write(ref _error, error ?? unasked ?? unrenewed);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The table is being stopped.
        }
    }

    /// <returns>What went wrong; null if nothing did. Kafka does not answer, or the disk is full: both pass.</returns>
    private async Task<string?> TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.EndsUnknown(_context.Logger, _table.Name, exception.Message);
            return exception.Message;
        }
    }

    private async Task AddNewAsync()
    {
        IReadOnlyList<int> found = await _topic.Admin.PartitionsAsync().WaitAsync(_stop.Token);
        string? topicId = await _topic.TopicIdAsync(_stop.Token);
        int[] known = [.. Consumers().Select(consumer => StreamPartition.Of(consumer.Partition.Id).Partition)];
        found = [.. found.Where(partition => known.Contains(partition) || _context.Subset?.Contains(partition) is not false)];
        IReadOnlyDictionary<int, long> firsts = await _topic.Admin.OffsetsAsync(found, OffsetSpec.Earliest()).WaitAsync(_stop.Token);
        foreach (int partition in found.Except(known))
        {
            Open(partition, firsts[partition], topicId);
        }

        lock (_gate)
        {
            foreach ((PartitionConsumer consumer, PartitionSampler sampler) in _partitions)
            {
                if (firsts.TryGetValue(StreamPartition.Of(consumer.Partition.Id).Partition, out long first))
                {
                    sampler.Begins(first);
                }
            }
        }
    }

    // Whatever the config says of the start: a new partition's first message is new, too.
    private void Open(int partition, long first, string? topicId)
    {
        int id = new StreamPartition(_stream, partition).Number;
        Log.PartitionFound(_context.Logger, _table.Name, id, Topic, first);
        TablePartition opened = _table.OpenPartition(id, first);
        if (topicId is not null && !string.Equals(topicId, opened.TopicId, StringComparison.Ordinal))
        {
            opened.Follow(topicId); // not the topic that the table was created over
        }

        if (first > 0)
        {
            opened.Add(new OffsetGap(id, 0, first, "Kafka deleted these messages before the partition was noticed", _context.Clock.GetUtcNow()));
        }

        Add(opened);
    }

    // A fetch from a topic that took the place of another fails or, if it is long enough, does not: only its identity tells.
    private async Task CheckTopicAsync()
    {
        string? id = await _topic.TopicIdAsync(_stop.Token);
        foreach (PartitionConsumer consumer in Consumers())
        {
            if (id is not null && consumer.Partition.TopicId is { } known && !string.Equals(id, known, StringComparison.Ordinal))
            {
                consumer.Requests.AskForCheck();
            }
        }
    }

    // librdkafka can lose the last broker it knows for good when that broker restarts (its issue 5301). Others of its clients are answered then.
    private async Task RenewDeadAsync(int failures)
    {
        if (_topic.Admin.IsHung || (failures > 0 && failures % FailuresOfOneClient == 0))
        {
            Log.AdminRenewed(_context.Logger, _table.Name, Topic);
            _topic.RenewAdmin();
        }

        KafkaClient client = _topic.Client;
        if (failures == 0 && IsStalled() && !await Task.Run(() => client.Answers(AnswersWithin), CancellationToken.None).WaitAsync(_stop.Token))
        {
            Log.ClientRenewed(_context.Logger, _table.Name, Topic);
            _topic.Renew(client);
            foreach (PartitionConsumer consumer in Consumers())
            {
                consumer.Requests.AskForCheck();
            }
        }
    }

    private bool IsStalled()
    {
        DateTimeOffset now = _context.Clock.GetUtcNow();
        bool isStalled = false;
        foreach (PartitionConsumer consumer in Consumers())
        {
            isStalled |= _stalls.IsStalled(consumer.Partition.Id, consumer.Counters.Position, consumer.Counters.KnownEnd, now);
        }

        return isStalled;
    }

    private async Task AskEndsAsync()
    {
        int[] known = [.. Consumers().Select(consumer => StreamPartition.Of(consumer.Partition.Id).Partition)];
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
                if (ends.TryGetValue(StreamPartition.Of(consumer.Partition.Id).Partition, out long end))
                {
                    sampler.Ended(end, now);
                    consumer.Counters.KnownEnd = end;
                }
            }
        }
    }
}
