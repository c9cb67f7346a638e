using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Golden;

/// <summary>What arrives on Kafka against the rows that a real Pinot made of it: every recorded case, on one server and one broker.</summary>
public sealed class IngestionGoldenTests(KafkaBroker kafka, SchemaRegistry registry)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan CatchesUpWithin = TimeSpan.FromSeconds(30);
    private static readonly string Suite = Repository.PathOf("..", "shared", "golden", "ingestion");

    /// <summary>Cases that shall differ, one a line, with the reason behind a blank. A case that agrees has no business there.</summary>
    private static readonly string[] Differing =
        [.. File.ReadLines(Repository.PathOf("tests", "e2e", "Golden", "differing-cases.txt")).Where(line => line.Length > 0).Select(line => line.Split(' ')[0])];

    [Fact]
    public async Task Every_case_agrees_except_those_listed()
    {
        Need.That(Directory.Exists(Suite), $"No recorded answers: {Suite} is not there.");
        string brokers = await kafka.AddressAsync();
        Uri schemas = await registry.AddressAsync();

        // New partitions are looked for when a case asks for it: Pinot, too, finds them by a task that runs now and then.
        await using ServerProcess server = new("--demo", "off") { Settings = { ["Ingestion__DiscoveryInterval"] = "01:00:00" } };
        await server.StartAsync(TestContext.Current.CancellationToken);
        using RestClient client = new(server);
        using GoldenTopics topics = new(brokers);
        IngestionCase[] cases = [.. Directory.EnumerateDirectories(Suite).Order(StringComparer.Ordinal).Select(folder => new IngestionCase(folder, brokers, schemas))];
        ConcurrentDictionary<string, string> troubles = new(StringComparer.Ordinal);

        Task steps = EachAsync(cases.Where(item => item.Steps.Count > 0), troubles, item => new StepRunner(item, topics, client).RunAsync());
        IngestionCase[] plain = [.. cases.Where(item => item.Steps.Count == 0)];
        await RegisterAsync(plain, schemas);
        await topics.CreateAsync(plain.Select(item => (item.Topic, item.Partitions, item.TopicConfig)));
        Produce(topics, plain.Where(item => !item.IsProducedLate));
        await EachAsync(plain, troubles, item => CreateAsync(client, item));
        Produce(topics, plain.Where(item => item.IsProducedLate));
        await EachAsync(plain.Where(item => !troubles.ContainsKey(item.Name)), troubles, item => CheckAsync(client, item));
        await steps;

        Report(cases, troubles);
    }

    private static void Report(IngestionCase[] cases, ConcurrentDictionary<string, string> troubles)
    {
        string[] unknown = [.. Differing.Except(cases.Select(item => item.Name))];
        string[] better = [.. Differing.Except(unknown).Where(name => !troubles.ContainsKey(name))];
        string[] worse = [.. troubles.Where(pair => !Differing.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}")];
        string all = string.Join('\n', troubles.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"  {pair.Key}: {pair.Value}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{cases.Length - troubles.Count} of {cases.Length} cases agree\n{all}");
        Assert.True(worse.Length == 0, $"{worse.Length} cases differ:\n{string.Join('\n', worse)}");
        Assert.True(better.Length == 0, $"these agree now, so take them out of differing-cases.txt:\n{string.Join('\n', better)}");
        Assert.True(unknown.Length == 0, $"differing-cases.txt names no case: {string.Join(", ", unknown)}");
    }

    private static Task EachAsync(IEnumerable<IngestionCase> cases, ConcurrentDictionary<string, string> troubles, Func<IngestionCase, Task<string?>> run) =>
        Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (item, _) =>
        {
            try
            {
                if (await run(item) is { } trouble)
                {
                    troubles[item.Name] = trouble;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                troubles[item.Name] = exception.Message;
            }
        });

    private static void Produce(GoldenTopics topics, IEnumerable<IngestionCase> cases)
    {
        foreach (IngestionCase item in cases.Where(item => item.Messages.Count > 0))
        {
            topics.Produce(item.Topic, item.Messages, item.ProducerSettings);
        }
    }

    private static async Task RegisterAsync(IngestionCase[] cases, Uri registry)
    {
        using HttpClient http = new();
        foreach (IngestionCase item in cases)
        {
            Dictionary<int, int> ids = [];
            foreach ((int recorded, string schema) in item.RegistrySchemas ?? new Dictionary<int, string>())
            {
                Uri address = new($"{registry}/subjects/{item.Name}-{recorded.ToString(CultureInfo.InvariantCulture)}/versions");
                using HttpResponseMessage answer = await http.PostAsJsonAsync(address, new { schema }, TestContext.Current.CancellationToken);
                answer.EnsureSuccessStatusCode();
                ids[recorded] = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetInt32();
            }

            item.UseIds(ids);
        }
    }

    private static async Task<string?> CreateAsync(RestClient client, IngestionCase item)
    {
        foreach ((string path, string body) in new[] { ("/schemas", item.Schema), ("/tables", item.Config) })
        {
            RestAnswer answer = await client.SendAsync(HttpMethod.Post, path, body);
            if (answer.Status is not HttpStatusCode.OK)
            {
                return $"refused: {answer.Body}";
            }
        }

        return null;
    }

    private static async Task<string?> CheckAsync(RestClient client, IngestionCase item)
    {
        string? trouble = await CatchUpAsync(client, item) ?? await AskAsync(client, item);
        if (trouble is not null || !item.Has("sealedSame"))
        {
            return Forgive(item, trouble);
        }

        trouble = await ForceCommit.RunAsync(client, item.Table) ?? await AskAsync(client, item);
        return Forgive(item, trouble is null ? null : $"after the seal: {trouble}");
    }

    // Where Pinot itself is odd the recorded answer is no measure.
    private static string? Forgive(IngestionCase item, string? trouble) => item.Has("quirk") ? null : trouble;

    private static async Task<string?> AskAsync(RestClient client, IngestionCase item)
    {
        foreach (JsonElement query in item.Queries())
        {
            string? options = query.TryGetProperty("options", out JsonElement given) ? given.GetString() : null;
            string sql = query.GetProperty("sql").GetString()!;
            if (AnswerDifference.Of(query, await client.AnswerAsync(sql, options)) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static async Task<string?> CatchUpAsync(RestClient client, IngestionCase item)
    {
        Dictionary<int, long> wanted = item.Ends();
        DateTime deadline = DateTime.UtcNow + CatchesUpWithin;
        while (true)
        {
            JsonElement info = (await client.GetAsync($"/tables/{item.Table}/consumingSegmentsInfo")).Json.GetProperty("_segmentToConsumingInfoMap");
            Dictionary<int, long> reached = info.EnumerateObject()
                .SelectMany(segment => segment.Value[0].GetProperty("partitionToOffsetMap").EnumerateObject())
                .ToDictionary(pair => int.Parse(pair.Name, CultureInfo.InvariantCulture), pair => long.Parse(pair.Value.GetString()!, CultureInfo.InvariantCulture));
            if (wanted.All(pair => reached.GetValueOrDefault(pair.Key) >= pair.Value))
            {
                return null;
            }

            if (DateTime.UtcNow > deadline)
            {
                return $"not caught up: wanted {string.Join(", ", wanted)}, reached {string.Join(", ", reached)}";
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
