using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Ingestion.Kafka;

namespace Ingestion.Demo;

/// <summary>
/// A Kafka broker inside the process with one topic, <c>events</c>, and a producer that writes about 200 messages a second to it: something
/// to look at without a Kafka of one's own.
/// </summary>
/// <remarks>
/// The broker lives in memory: after a restart the topic begins at offset 0 again, at another port. So a table over it must not outlive the
/// process; its owner keeps it in a data folder of its own and empties that folder at each start.
/// </remarks>
public sealed class DemoSource : IAsyncDisposable
{
    /// <summary>The topic.</summary>
    public const string Topic = "events";

    /// <summary>Its partitions.</summary>
    public const int Partitions = 2;

    private const int MessagesPerTick = 4;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly MockCluster _cluster = new(brokers: 1);
    private readonly TimeProvider _clock;
    private readonly IProducer<Null, byte[]> _producer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;

    /// <summary>Starts the broker, makes the topic, and begins to write.</summary>
    /// <param name="clock">Gives the messages their times.</param>
    public DemoSource(TimeProvider clock)
    {
        _clock = clock;
        _cluster.CreateTopic(Topic, Partitions);
        _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _cluster.Bootstrap, LingerMs = 1 })
            .SetLogHandler((_, _) => { }) // an in-process broker that goes away at shutdown is no news
            .Build();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Address for a broker list.</summary>
    public string Bootstrap => _cluster.Bootstrap;

    /// <summary>The n-th message: its time as epoch milliseconds, or in every third one as text, as Python's strftime writes it.</summary>
    /// <param name="number">From 0; with the same number comes the same kind of message.</param>
    /// <param name="time">Its time.</param>
    public static byte[] Message(long number, DateTimeOffset time)
    {
        string ts = number % 3 == 2
            ? time.UtcDateTime.ToString("'\"'yyyy-MM-dd'T'HH:mm:ss.ffffff'Z\"'", CultureInfo.InvariantCulture)
            : time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"ts\": {ts}, \"uuid\": \"{Guid.NewGuid()}\", \"count\": {Random.Shared.Next(0, 1001)}}}"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _producer.Dispose();
        _cluster.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        using PeriodicTimer timer = new(Tick, _clock);
        long number = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                for (int i = 0; i < MessagesPerTick; i++, number++)
                {
                    TopicPartition target = new(Topic, (int)(number % Partitions));
                    _producer.Produce(target, new Message<Null, byte[]> { Value = Message(number, _clock.GetUtcNow()) });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
