using Confluent.Kafka;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>The figures of a table's ingest page mean what they say.</summary>
public sealed class IngestFiguresTests(KafkaBroker kafka, ScratchServer scratch, BrowserFixture browser)
{
    // Every change of the bar, also those between two looks.
    private const string WatchBar = """
        () => {
          window.seen = [];
          const read = () => {
            const bar = document.querySelector('.progress.wide');
            if (bar) { window.seen.push(Number(bar.style.getPropertyValue('--share'))); }
          };
          new MutationObserver(read).observe(document.body, { attributes: true, childList: true, subtree: true });
        }
        """;

    [Fact]
    public async Task A_topic_whose_last_offsets_are_marks_of_transactions_ends_without_lag()
    {
        string topic = await TopicAsync("transactions", 1);
        await TransactionsAsync(topic);
        (IPage page, RestClient client) = await OpenAsync(topic, ("stream.kafka.isolation.level", "read_committed"));
        using (client)
        {
            await client.ExpectAsync(3, $"select count(*) from {topic}");
            await Expect(LagOf(page, 0)).ToHaveTextAsync("0 (0)");
            await Expect(page.Locator(".ingest-summary").GetByText("lag 0")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of partition 0" })).ToHaveAttributeAsync("aria-valuenow", "100");
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task Messages_behind_a_pause_are_lag_though_none_of_their_partition_was_ever_read()
    {
        const int Waiting = 50;
        string topic = await TopicAsync("paused", 2);
        await kafka.ProduceAsync(topic, 0, [NumberTable.Message(0, 0)]);
        (IPage page, RestClient client) = await OpenAsync(topic);
        using (client)
        {
            await client.ExpectAsync(1, $"select count(*) from {topic}");
            await Expect(LagOf(page, 1)).ToHaveTextAsync("0 (0)");
            await page.ClickAsync(AriaRole.Button, "Pause…");
            await page.ClickAsync(AriaRole.Button, "Pause");
            await Expect(page.Locator(".ingest-summary").GetByText("PAUSED")).ToBeVisibleAsync();

            await kafka.ProduceAsync(topic, 1, Enumerable.Range(0, Waiting).Select(i => NumberTable.Message(1, i)));

            await Expect(LagOf(page, 1)).ToHaveTextAsync($"{Waiting} ({Waiting})");
            await Expect(LagOf(page, 0)).ToHaveTextAsync("0 (0)");
            await page.ClickAsync(AriaRole.Button, "Resume");
            await Expect(LagOf(page, 1)).ToHaveTextAsync("0 (0)");
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task Progress_never_moves_backwards_though_messages_go_on_to_arrive()
    {
        const int Backfill = 12_000;
        string topic = await TopicAsync("backfill", 1);
        await kafka.ProduceAsync(topic, 0, Enumerable.Range(0, Backfill).Select(i => NumberTable.Message(0, i)));
        // The page is there before the table: it sees the bar from the first moment on.
        ServerProcess server = await scratch.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/t/{topic}?tab=ingest"), []);
        await page.EvaluateAsync(WatchBar);
        using RestClient client = await CreateAsync(topic, ("topic.consumption.rate.limit", "2000"));

        await kafka.ProduceAsync(topic, 0, Enumerable.Range(0, Backfill / 4).Select(i => NumberTable.Message(0, Backfill + i)));
        await Expect(page.Locator(".progress.wide")).ToHaveAttributeAsync("aria-valuenow", "100", new() { Timeout = 60_000 });
        await client.ExpectAsync(Backfill + (Backfill / 4), $"select count(*) from {topic}", withinSeconds: 60);

        double[] seen = await page.EvaluateAsync<double[]>("() => window.seen");
        Assert.Equal(seen.Order(), seen);
        Assert.True(seen.Distinct().Count() >= 3, $"the bar moved only so: {string.Join(' ', seen)}");
        await page.CloseAsync();
    }

    private static ILocator LagOf(IPage page, int partition)
    {
        ILocator row = page.GetByRole(AriaRole.Table, new() { Name = "Partitions" }).GetByRole(AriaRole.Row).Nth(partition + 1);
        return row.GetByRole(AriaRole.Cell).Nth(3); // behind state, progress, rows/s
    }

    private async Task<string> TopicAsync(string word, int partitions)
    {
        string topic = $"{word}{Guid.NewGuid():N}"[..(word.Length + 8)];
        await kafka.CreateTopicAsync(topic, partitions);
        return topic;
    }

    private async Task<(IPage Page, RestClient Client)> OpenAsync(string topic, params (string Key, string Value)[] stream)
    {
        RestClient client = await CreateAsync(topic, stream);
        return (await browser.OpenAsync(new Uri((await scratch.StartedAsync()).Controller, $"/t/{topic}?tab=ingest"), []), client);
    }

    private async Task<RestClient> CreateAsync(string topic, params (string Key, string Value)[] stream)
    {
        RestClient client = new(await scratch.StartedAsync());
        string config = NumberTable.Config(topic, await kafka.AddressAsync(), 100_000)
            .Replace("\"streamType\":\"kafka\"", string.Join(',', stream.Prepend(("streamType", "kafka")).Select(pair => $"\"{pair.Item1}\":\"{pair.Item2}\"")), StringComparison.Ordinal);
        await client.CreateTableAsync(NumberTable.Schema(topic), config);
        return client;
    }

    // Three messages that count, two that do not, and a mark behind them.
    private async Task TransactionsAsync(string topic)
    {
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = await kafka.AddressAsync(),
            TransactionalId = topic,
        }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        await SendAsync(0, 3);
        producer.CommitTransaction();
        await SendAsync(3, 2);
        producer.AbortTransaction();

        async Task SendAsync(int first, int count)
        {
            producer.BeginTransaction();
            foreach (int number in Enumerable.Range(first, count))
            {
                await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, string> { Value = NumberTable.Message(0, number) }, TestContext.Current.CancellationToken);
            }
        }
    }
}
