using Ingestion.Diagnosis;
using Ingestion.Sampling;
using Ingestion.Sources;
using Web.Visitors;

namespace Web.Drafts;

/// <summary>Looks at what a draft reads from, as its stream settings say.</summary>
internal static class DraftSource
{
    private const int OldestShare = 3; // a third of a sample
    private const int MostSampledBytes = 8 << 20;

    /// <summary>Topics behind the draft's brokers.</summary>
    /// <exception cref="IngestionException">Nobody answers.</exception>
    public static Task<IReadOnlyList<TopicSummary>> TopicsAsync(DraftDocument draft, CancellationToken cancellation) => new TopicSampler(Connection(draft)).TopicsAsync(cancellation);

    /// <summary>Goes step by step to the draft's brokers and topic.</summary>
    public static IAsyncEnumerable<StageReport> Check(DraftDocument draft, CancellationToken cancellation) => Refusal is { } refusal
        ? new[] { new StageReport(CheckStage.Resolve, HasPassed: false, refusal, Detail: null, TimeSpan.Zero) }.ToAsyncEnumerable()
        : new ConnectionCheck(Connection(draft)).RunAsync(draft.Topic.Length == 0 ? null : draft.Topic, cancellation);

    /// <summary>Messages of the draft's topic.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="from">Where from; null for the oldest and the newest ones.</param>
    /// <param name="request">The rest of what is wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestionException">Nobody answers, or there is no such topic.</exception>
    public static async Task<TopicSample> SampleAsync(DraftDocument draft, SampleFrom? from, SampleRequest request, CancellationToken cancellation)
    {
        TopicSampler sampler = new(Connection(draft));
        if (from is { } one)
        {
            return Limited(await sampler.ReadAsync(draft.Topic, request with { From = one }, cancellation));
        }

        int oldest = request.Count / OldestShare;
        TopicSample[] both = await Task.WhenAll(
            sampler.ReadAsync(draft.Topic, request with { From = SampleFrom.Newest, Count = request.Count - oldest }, cancellation),
            sampler.ReadAsync(draft.Topic, request with { From = SampleFrom.Oldest, Count = oldest, Progress = null }, cancellation));
        return Limited(both[0].With(both[1]));
    }

    /// <summary>What a sample that is kept takes of another one: all of both that there is room for.</summary>
    public static TopicSample Joined(TopicSample sample, TopicSample other) => Limited(sample.With(other)) with { IsCut = other.IsCut };

    /// <summary>About how many messages of the draft's topic are as young as a time.</summary>
    /// <exception cref="IngestionException">Nobody answers, or there is no such topic.</exception>
    public static async Task<long> CountSinceAsync(DraftDocument draft, DateTimeOffset time, CancellationToken cancellation) =>
        (await new TopicSampler(Connection(draft)).ReadAsync(draft.Topic, new SampleRequest(SampleFrom.Time, 1) { Time = time }, cancellation)).Following;

    // Where the server connects to is up to editors: it reaches what browsers do not.
    private static string? Refusal => Acting.Now.Visitor.Refusal(VisitorRole.Editor, "Asking the brokers of a draft");

    private static KafkaConnection Connection(DraftDocument draft) => Refusal is { } refusal ? throw new IngestionException(refusal) : KafkaConnection.Of(draft.Brokers, draft.StreamTexts);

    // A draft is read and written as a whole.
    private static TopicSample Limited(TopicSample sample)
    {
        long bytes = 0;
        return sample with { Messages = [.. sample.Messages.TakeWhile(message => (bytes += message.Value?.Length ?? 0) < MostSampledBytes)] };
    }
}
