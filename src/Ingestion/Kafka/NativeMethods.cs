using System.Runtime.InteropServices;

namespace Ingestion.Kafka;

/// <summary>A message as librdkafka lays it out (rdkafka.h, rd_kafka_message_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload;
    public nuint PayloadLength;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Private;
}

/// <summary>The head of what librdkafka tells of a cluster (rdkafka.h, rd_kafka_metadata_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadata
{
    public int BrokerCount;
    public NativeBroker* Brokers;
    public int TopicCount;
    public NativeTopic* Topics;
}

/// <summary>A topic of a cluster (rdkafka.h, rd_kafka_metadata_topic_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopic
{
    public nint Name;
    public int PartitionCount;
    public NativePartition* Partitions;
    public int Error;
}

/// <summary>A partition of a topic (rdkafka.h, rd_kafka_metadata_partition_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartition
{
    public int Id;
    public int Error;
    public int Leader;
    public int ReplicaCount;
    public int* Replicas;
    public int InSyncCount;
    public int* InSync;
}

/// <summary>A broker of a cluster (rdkafka.h, rd_kafka_metadata_broker_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeBroker
{
    public int Id;
    public nint Host;
    public int Port;
}

/// <summary>The calls of librdkafka that Confluent.Kafka does not offer or makes too dear: see docs/decisions.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "rdkafka";

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_destroy(nint conf);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* error, nuint size);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_opaque(nint conf, nint opaque);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_error_cb(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_log_cb(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_opaque(nint client);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_new(int type, nint conf, byte* error, nuint size);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_poll(nint client, int timeout);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_topic_new(nint client, string topic, nint conf);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_new(nint client);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_yield(nint queue);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_consume_start_queue(nint topic, int partition, long offset, nint queue);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_consume_stop(nint topic, int partition);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_consume_batch_queue(nint queue, int timeout, NativeMessage** messages, nuint size);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_last_error();

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_err2str(int error);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_metadata(nint client, int allTopics, nint topic, NativeMetadata** metadata, int timeout);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_metadata_destroy(NativeMetadata* metadata);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_controllerid(nint client, int timeout);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_query_watermark_offsets(nint client, string topic, int partition, long* low, long* high, int timeout);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rd_kafka_message_destroy(NativeMessage* message);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rd_kafka_message_timestamp(NativeMessage* message, int* type);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_message_headers(NativeMessage* message, nint* headers);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_header_get_all(nint headers, nuint index, byte** name, byte** value, nuint* size);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);
}
