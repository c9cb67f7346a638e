namespace Ingestion.Sources;

/// <summary>Messages of one partition, in offset order. Kafka in production, a list in tests. One thread at a time, but for <see cref="Wake"/>.</summary>
internal interface IMessageSource : IDisposable
{
    /// <summary>Partition number within the topic, from 0.</summary>
    int Partition { get; }

    /// <summary>Begins to read, or begins anew, at an offset.</summary>
    void Start(long offset);

    /// <summary>Stops reading; what was fetched ahead is dropped.</summary>
    void Stop();

    /// <summary>Waits for the next messages.</summary>
    /// <param name="timeout">How long to wait if there are none.</param>
    /// <returns>The batch, valid until the next call; empty if nothing came in time.</returns>
    MessageBatch Read(TimeSpan timeout);

    /// <summary>Kafka timestamp in epoch milliseconds of a message of the last batch; null if it has none.</summary>
    long? Timestamp(long offset);

    /// <summary>Key, headers and time of a message of the last batch, copied.</summary>
    MessageAttributes Attributes(in Message message);

    /// <summary>Identity of the topic at this moment: one that is deleted and created again is another. Null if Kafka has none to tell.</summary>
    /// <exception cref="IngestionException">Nobody answers, or the topic does not exist.</exception>
    string? TopicId();

    /// <summary>Reads the topic of that identity from now on, not started; to be called before anything else is asked of a topic that was created again.</summary>
    void Renew(string topicId);

    /// <summary>First offset that can be read, and the offset behind the last.</summary>
    /// <exception cref="IngestionException">Nobody answers.</exception>
    (long First, long End) Range();

    /// <summary>Offset of the first message of a time or later; null if there is none.</summary>
    /// <exception cref="IngestionException">Nobody answers.</exception>
    long? OffsetAt(DateTimeOffset time);

    /// <summary>Ends a wait in <see cref="Read"/> early. Any thread may call it, also after the source is disposed of.</summary>
    void Wake();
}
