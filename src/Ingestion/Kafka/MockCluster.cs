using System.Runtime.InteropServices;

namespace Ingestion.Kafka;

/// <summary>librdkafka's broker in memory, for the demo and for tests. It speaks Kafka's protocol on a port of this machine.</summary>
/// <remarks>It keeps 5 MB a partition and then silently drops the oldest messages: a demo, no substitute for Kafka.</remarks>
public sealed class MockCluster : IDisposable
{
    private readonly nint _client;
    private readonly nint _cluster;

    /// <param name="brokers">How many.</param>
    public MockCluster(int brokers)
    {
        _client = KafkaClient.Create(type: 0, [new("log_level", "3")]); // else it warns that it has no bootstrap.servers
        _cluster = NativeMethods.rd_kafka_mock_cluster_new(_client, brokers);
        Bootstrap = Marshal.PtrToStringUTF8(NativeMethods.rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    /// <summary>Addresses of the brokers, for a broker list.</summary>
    public string Bootstrap { get; }

    /// <summary>Makes a topic.</summary>
    public void CreateTopic(string name, int partitions)
    {
        int error = NativeMethods.rd_kafka_mock_topic_create(_cluster, name, partitions, 1);
        if (error != 0)
        {
            throw new InvalidOperationException($"the mock cluster does not create topic '{name}': {KafkaClient.Describe(error)}");
        }
    }

    /// <summary>Breaks the connections of a broker (from 1) and refuses new ones.</summary>
    public void TakeDown(int broker) => _ = NativeMethods.rd_kafka_mock_broker_set_down(_cluster, broker);

    /// <summary>Lets a broker answer again.</summary>
    public void BringUp(int broker) => _ = NativeMethods.rd_kafka_mock_broker_set_up(_cluster, broker);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMethods.rd_kafka_mock_cluster_destroy(_cluster);
        NativeMethods.rd_kafka_destroy(_client);
    }
}
