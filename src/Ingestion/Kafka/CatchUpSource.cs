using System.Net.Sockets;
using Ingestion.Fetching;
using Ingestion.Sources;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>Reads what a partition holds already by fetches of its own, which are fast, and what comes then through librdkafka (docs/decisions/0015). One thread at a time, but for <see cref="Wake"/>.</summary>
/// <param name="full">Goes on at the end, or where something is out of the ordinary; disposed of with this.</param>
/// <param name="target">Where a partition is fetched from at this moment; null if it must not be fetched or nobody knows.</param>
/// <param name="logger">Log.</param>
internal sealed class CatchUpSource(KafkaMessageSource full, Func<int, FetchTarget?> target, ILogger logger) : IMessageSource
{
    private readonly MessageBatch _batch = new(KafkaMessageSource.BatchSize);
    private PartitionFetcher? _fetcher;

    /// <summary>True as long as it has not met the end of the partition.</summary>
    public bool IsCatchingUp => _fetcher is not null;

    public int Partition => full.Partition;

    public void Start(long offset)
    {
        Stop();
        try
        {
            if (target(Partition) is { } known)
            {
                _fetcher = new PartitionFetcher(known, offset);
                return;
            }
        }
        catch (Exception exception) when (exception is FetchException or SocketException)
        {
            KafkaLog.FetchingEnds(logger, Partition, offset, exception.Message);
        }

        full.Start(offset);
    }

    public void Stop()
    {
        EndFetching();
        full.Stop();
    }

    public MessageBatch Read(TimeSpan timeout)
    {
        if (_fetcher is null)
        {
            return full.Read(timeout);
        }

        _batch.Clear();
        try
        {
            if (!_fetcher.IsDone)
            {
                _fetcher.Read(timeout, _batch);
                if (_batch.Count > 0)
                {
                    full.Answered();
                }

                return _batch;
            }

            GoOn("the end is met");
        }
        catch (Exception exception) when (exception is FetchException or SocketException)
        {
            _batch.Clear();
            GoOn(exception.Message);
        }

        return _batch;
    }

    public long? Timestamp(long offset)
    {
        if (_fetcher is null)
        {
            return full.Timestamp(offset);
        }

        foreach (ref readonly Message message in _batch.Messages)
        {
            if (message.Offset == offset)
            {
                return _fetcher.Timestamp(message) is var millis and >= 0 ? millis : null;
            }
        }

        return null;
    }

    public MessageAttributes Attributes(in Message message) => _fetcher?.Attributes(message) ?? full.Attributes(message);

    public string? TopicId() => full.TopicId();

    public void Renew(string topicId)
    {
        EndFetching();
        full.Renew(topicId);
    }

    public (long First, long End) Range() => full.Range();

    public long? OffsetAt(DateTimeOffset time) => full.OffsetAt(time);

    public void Wake() => full.Wake();

    public void Dispose()
    {
        EndFetching();
        full.Dispose();
    }

    private void GoOn(string reason)
    {
        long position = _fetcher!.Position;
        EndFetching();
        KafkaLog.FetchingEnds(logger, Partition, position, reason);
        full.Start(position);
    }

    private void EndFetching()
    {
        _fetcher?.Dispose();
        _fetcher = null;
    }
}
