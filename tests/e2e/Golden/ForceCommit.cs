using System.Net;
using System.Text.Json;
using EndToEndTests.Rest;

namespace EndToEndTests.Golden;

/// <summary>Seals what a table holds in memory.</summary>
internal static class ForceCommit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks for it and waits until it is done.</summary>
    /// <returns>Null, or what went wrong.</returns>
    public static async Task<string?> RunAsync(RestClient client, string table)
    {
        RestAnswer answer = await client.SendAsync(HttpMethod.Post, $"/tables/{table}/forceCommit");
        if (answer.Status is not HttpStatusCode.OK)
        {
            return answer.Body;
        }

        string job = answer.Json.GetProperty("forceCommitJobId").GetString()!;
        DateTime deadline = DateTime.UtcNow + Patience;
        JsonElement status;
        do
        {
            status = (await client.GetAsync($"/tables/forceCommitStatus/{job}")).Json;
            if (status.GetProperty("numberOfSegmentsYetToBeCommitted").GetInt32() == 0)
            {
                return null;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        while (DateTime.UtcNow < deadline);
        return $"not sealed after {Patience.TotalSeconds} s: {status}";
    }
}
