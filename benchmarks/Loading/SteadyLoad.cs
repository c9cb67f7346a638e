using System.Diagnostics;
using Benchmarks.Generation;
using Confluent.Kafka;

namespace Benchmarks.Loading;

/// <summary>Writes so many messages a second to a topic until it is disposed of.</summary>
internal sealed class SteadyLoad : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <param name="servers">Bootstrap servers.</param>
    /// <param name="target">Partition to write to.</param>
    /// <param name="messagesPerSecond">How fast.</param>
    public SteadyLoad(string servers, TopicPartition target, int messagesPerSecond)
    {
        _thread = new Thread(() => Write(servers, target, messagesPerSecond));
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Write(string servers, TopicPartition target, int messagesPerSecond)
    {
        using IProducer<Null, byte[]> producer = TopicFiller.Producer(servers, lingerMs: 5);
        RowGenerator rows = new(RowKind.Events);
        byte[] row = new byte[RowGenerator.MaxRowBytes];
        long started = Stopwatch.GetTimestamp();
        long sent = 0;
        while (!_stop.IsCancellationRequested)
        {
            long due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * messagesPerSecond);
            for (; sent < due; sent++)
            {
                TopicFiller.Send(producer, target, row[..rows.Next(row)]);
            }

            Thread.Sleep(1);
        }

        producer.Flush(TimeSpan.FromSeconds(30));
    }
}
