using System.Net;
using System.Text.Json.Nodes;
using EndToEndTests.Rest;

namespace EndToEndTests.Golden;

/// <summary>What a real Pinot refused and what it took of schemas and table configs, sent to the real routes of one server.</summary>
public sealed class ConfigGoldenTests(ConfigBench bench) : IClassFixture<ConfigBench>
{
    /// <summary>Requests that are answered otherwise on purpose, one a line: file, what it is about, and after a bar why.</summary>
    private static readonly HashSet<string> OnPurpose =
        [.. File.ReadLines(Repository.PathOf("tests", "e2e", "Golden", "differing-configs.txt")).Where(line => line.Length > 0).Select(line => line.Split('|')[0].Trim())];

    [Fact]
    public async Task What_Pinot_refuses_is_refused_and_the_fault_is_named()
    {
        await bench.StartAsync();
        IReadOnlyList<ConfigRequest> requests = ConfigRequest.Read(Path.Combine(ConfigBench.Suite, "refusals.jsonl"), bench.Brokers);
        Dictionary<string, string> troubles = new(StringComparer.Ordinal);
        foreach (ConfigRequest request in requests)
        {
            if (Trouble(request, await bench.SendAsync(request)) is { } trouble)
            {
                troubles[$"refusals: {request.What}"] = trouble;
            }
        }

        Report("refusals: ", requests, troubles);
    }

    [Fact]
    public async Task What_Pinot_takes_is_taken_with_the_same_unrecognized_properties()
    {
        await bench.StartAsync();
        IReadOnlyList<ConfigRequest> requests = ConfigRequest.Read(Path.Combine(ConfigBench.Suite, "accepted.jsonl"), bench.Brokers);
        Dictionary<string, string> troubles = new(StringComparer.Ordinal);
        foreach (ConfigRequest request in requests)
        {
            RestAnswer answer = await bench.SendAsync(request);
            if (answer.Status is not HttpStatusCode.OK || !JsonNode.DeepEquals(JsonNode.Parse(answer.Body)!["unrecognizedProperties"], request.Unrecognized))
            {
                troubles[$"accepted: {request.What}"] = $"{(int)answer.Status} {answer.Body}";
            }
        }

        Report("accepted: ", requests, troubles);
    }

    private string? Trouble(ConfigRequest request, RestAnswer answer) => (int)answer.Status == request.Status
        ? request.Difference(answer.Json.GetProperty("error").GetString()!, request.Path.StartsWith("/schemas", StringComparison.Ordinal) ? bench.Schema : bench.Table)
        : $"{(int)answer.Status} instead of {request.Status}: {answer.Body}";

    private static void Report(string file, IReadOnlyList<ConfigRequest> requests, Dictionary<string, string> troubles)
    {
        string[] listed = [.. OnPurpose.Where(line => line.StartsWith(file, StringComparison.Ordinal))];
        string[] unknown = [.. listed.Except(requests.Select(request => file + request.What), StringComparer.Ordinal)];
        string[] better = [.. listed.Except(unknown, StringComparer.Ordinal).Where(name => !troubles.ContainsKey(name))];
        string[] worse = [.. troubles.Where(pair => !OnPurpose.Contains(pair.Key)).Select(pair => $"{pair.Key}: {pair.Value}")];
        Assert.True(worse.Length == 0, $"{worse.Length} of {requests.Count} requests are answered otherwise:\n{string.Join('\n', worse)}");
        Assert.True(better.Length == 0, $"these agree now, so take them out of differing-configs.txt:\n{string.Join('\n', better)}");
        Assert.True(unknown.Length == 0, $"differing-configs.txt names no request: {string.Join(", ", unknown)}");
    }
}
