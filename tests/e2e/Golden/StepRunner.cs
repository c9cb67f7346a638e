using System.Net;
using System.Text.Json;
using EndToEndTests.Rest;

namespace EndToEndTests.Golden;

/// <summary>Runs the steps of one recorded case in order. Answers may take a while: rows arrive, seals finish.</summary>
internal sealed class StepRunner(IngestionCase item, GoldenTopics topics, RestClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StaysFor = TimeSpan.FromMilliseconds(300);

    // A producer of its own knows nothing of the topic's earlier partitions.
    private static readonly Dictionary<string, string> FreshProducer = new() { ["client.id"] = "steps" };

    /// <summary>Null if all went as recorded, else what did not.</summary>
    public async Task<string?> RunAsync()
    {
        foreach (JsonElement step in item.Steps)
        {
            string name = step.GetProperty("do").GetString()!;
            string? trouble = step.TryGetProperty("request", out JsonElement request) ? await RequestAsync(request.GetString()!, step) : await DoAsync(name, step);
            if (trouble is not null)
            {
                return $"{name}: {trouble}";
            }
        }

        return null;
    }

    private async Task<string?> DoAsync(string name, JsonElement step)
    {
        switch (name)
        {
            case "createTopic":
                await topics.CreateAsync([(item.Topic, step.GetProperty("partitions").GetInt32(), GoldenTopics.Texts(step, "config"))]);
                return null;
            case "deleteTopic":
                // What was read before it goes is what stays.
                await EventuallyAsync(async () => await LagAsync() == 0 ? null : "not caught up");
                await topics.DeleteAsync(item.Topic);
                return null;
            case "createPartitions":
                await topics.GrowAsync(item.Topic, step.GetProperty("partitions").GetInt32());
                return null;
            case "deleteRecords":
                await topics.DeleteRecordsAsync(item.Topic, step.GetProperty("partition").GetInt32(), step.GetProperty("beforeOffset").GetInt64());
                return null;
            case "produce":
                topics.Produce(item.Topic, item.MessagesOf(step.GetProperty("file").GetString()!), FreshProducer);
                return null;
            case "createSchema":
                return await SendAsync(HttpMethod.Post, "/schemas", item.Schema, HttpStatusCode.OK);
            case "createTable":
                return await SendAsync(HttpMethod.Post, "/tables", item.Config, HttpStatusCode.OK);
            case "forceCommit":
                // What was produced before is part of what it seals.
                return await EventuallyAsync(async () => await LagAsync() == 0 ? null : "not caught up") ?? await ForceCommit.RunAsync(client, item.Table);
            case "wait":
                return await WaitAsync(step);
            case "query":
                return await QueryAsync(step);
            default:
                return "no such step";
        }
    }

    private async Task<string?> RequestAsync(string request, JsonElement step)
    {
        string[] parts = request.Split(' ', 2);
        string? body = step.TryGetProperty("body", out JsonElement given) ? given.GetRawText() : null;
        if (parts[1].EndsWith("/pauseConsumption", StringComparison.Ordinal))
        {
            // The messages before it belong to what it seals.
            await EventuallyAsync(async () => await LagAsync() == 0 ? null : "not caught up");
        }

        HttpStatusCode status = (HttpStatusCode)step.GetProperty("status").GetInt32();
        RestAnswer answer = await client.SendAsync(HttpMethod.Parse(parts[0]), parts[1], body);
        if (answer.Status != status)
        {
            return $"{(int)answer.Status} instead of {(int)status}: {answer.Body}";
        }

        return step.TryGetProperty("answer", out JsonElement expected) && !Agrees(expected, answer.Json) ? $"{answer.Body} instead of {expected}" : null;
    }

    // A refusal begins with Pinot's words and may go on: what exactly is wrong, and what to do.
    private static bool Agrees(JsonElement expected, JsonElement answer) => expected.TryGetProperty("error", out JsonElement error)
        ? answer.GetProperty("code").GetInt32() == expected.GetProperty("code").GetInt32() && answer.GetProperty("error").GetString()!.StartsWith(error.GetString()!, StringComparison.Ordinal)
        : JsonElement.DeepEquals(expected, answer);

    private async Task<string?> SendAsync(HttpMethod method, string path, string body, HttpStatusCode expected)
    {
        RestAnswer answer = await client.SendAsync(method, path, body);
        return answer.Status == expected ? null : $"{(int)answer.Status}: {answer.Body}";
    }

    private async Task<string?> WaitAsync(JsonElement step)
    {
        if (step.TryGetProperty("offsets", out JsonElement offsets))
        {
            await topics.ExpectNoOthersAsync(item.Topic, [.. offsets.EnumerateArray().Select(offset => offset.GetInt64())]);
            return null;
        }

        if (step.GetProperty("until").GetString() is "no consuming segment is left")
        {
            return await EventuallyAsync(async () =>
            {
                JsonElement status = (await client.GetAsync($"/tables/{item.Table}/pauseStatus")).Json;
                return status.GetProperty("consumingSegments").GetArrayLength() == 0 ? null : status.ToString();
            });
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        return null;
    }

    // An answer that agrees must go on to agree: rows that should not come would come a little later.
    private async Task<string?> QueryAsync(JsonElement step)
    {
        string sql = step.GetProperty("sql").GetString()!;
        string? trouble = await EventuallyAsync(async () => AnswerDifference.Of(step, await client.AnswerAsync(sql)));
        await Task.Delay(StaysFor, TestContext.Current.CancellationToken);
        trouble ??= AnswerDifference.Of(step, await client.AnswerAsync(sql));
        return trouble is null ? null : $"{sql}: {trouble}";
    }

    private async Task<long> LagAsync()
    {
        // The end of the topic is asked for every other second; what is read is exact at once.
        long wanted = topics.End(item.Topic);
        long read = 0;
        JsonElement info = (await client.GetAsync($"/tables/{item.Table}/consumingSegmentsInfo")).Json;
        foreach (JsonProperty segment in info.GetProperty("_segmentToConsumingInfoMap").EnumerateObject())
        {
            read += segment.Value[0].GetProperty("partitionToOffsetMap").EnumerateObject().Sum(pair => long.Parse(pair.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        }

        return Math.Max(0, wanted - read);
    }

    private static async Task<string?> EventuallyAsync(Func<Task<string?>> ask)
    {
        DateTime deadline = DateTime.UtcNow + Patience;
        string? trouble = await ask();
        while (trouble is not null && DateTime.UtcNow < deadline)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            trouble = await ask();
        }

        return trouble;
    }
}
