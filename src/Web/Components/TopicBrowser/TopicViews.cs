using Ingestion.Diagnosis;
using Ingestion.Sampling;

namespace Web.Components.TopicBrowser;

/// <summary>What the console reads of Kafka itself. All of it may throw <see cref="Ingestion.Sources.IngestionException"/>, whose message is for people.</summary>
internal sealed class TopicViews
{
    /// <summary>Brokers that tables read or that the server was started with.</summary>
    public required Func<IReadOnlyList<string>> Brokers { get; init; }

    /// <summary>Topics behind some brokers.</summary>
    public required Func<string, CancellationToken, Task<IReadOnlyList<TopicSummary>>> TopicsAsync { get; init; }

    /// <summary>Messages of a topic behind some brokers.</summary>
    public required Func<string, string, SampleRequest, CancellationToken, Task<TopicSample>> ReadAsync { get; init; }

    /// <summary>Goes step by step to some brokers, and to a topic behind them if one is named.</summary>
    public required Func<string, string?, CancellationToken, IAsyncEnumerable<StageReport>> Check { get; init; }
}
