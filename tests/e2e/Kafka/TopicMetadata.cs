using Confluent.Kafka;

namespace EndToEndTests.Kafka;

internal static class TopicMetadata
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a broker tells of topics that were made: the controller knows them a moment earlier.</summary>
    public static async Task WaitForAsync(this IAdminClient admin, IReadOnlyCollection<string> topics)
    {
        while (topics.Except(admin.GetMetadata(Patience).Topics.Select(known => known.Topic), StringComparer.Ordinal).Any())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
