using EndToEndTests.Golden;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>What transactions write, with each way to say who may see what of it.</summary>
public sealed class TransactionTests(KafkaBroker kafka, GuideServer server)
{
    private const string Level = "stream.kafka.isolation.level";

    [Fact]
    public async Task Committed_readers_see_neither_aborted_nor_open_transactions_and_nobody_lags_in_the_end()
    {
        string brokers = await kafka.AddressAsync();
        await kafka.CreateTopicAsync("payments", 1);
        await ProduceAsync("--commit 30 --abort 20");
        RestClient client = await server.StartedAsync();

        ExampleTable committed = Payments("payments");
        ExampleTable prose = Payments("payments_prose").Without(Level).Adding(("kafka.isolation.level", "read_committed"));
        ExampleTable all = Payments("payments_all").Without(Level);
        ExampleTable uncommitted = Payments("payments_uncommitted").With((Level, "read_uncommitted"));
        ExampleTable[] tables = [committed, prose, all, uncommitted];
        foreach (ExampleTable table in tables)
        {
            await table.CreateAsync(client);
        }

        await ExpectAsync(30, 50);

        Task open = ProduceAsync("--open 7 --seconds 3");
        await client.ExpectAsync(57, $"SELECT COUNT(*) FROM {all.Name}");
        Assert.False(open.IsCompleted, "the transaction did not stay open");
        Assert.Equal(30, await client.NumberAsync($"SELECT COUNT(*) FROM {committed.Name}"));
        await open;
        await ExpectAsync(37, 57);

        // The last thing in the topic is now the mark of an abort, which is no message.
        await ProduceAsync("--commit 5 --abort 4 --abort-last");
        await ExpectAsync(42, 66);

        foreach (ExampleTable table in tables)
        {
            Assert.Null(await ForceCommit.RunAsync(client, table.Name));
        }

        await ExpectAsync(42, 66);

        ExampleTable Payments(string name) => new ExampleTable("read-committed", name).With(("stream.kafka.broker.list", brokers));

        Task ProduceAsync(string arguments) => GuideRow.ProduceAsync("read-committed", $"python produce.py --bootstrap-server {brokers} {arguments}");

        async Task ExpectAsync(long seenByCommitted, long written)
        {
            foreach (ExampleTable table in tables)
            {
                await client.ExpectAsync(table == committed || table == prose ? seenByCommitted : written, $"SELECT COUNT(*) FROM {table.Name}");
                await client.ExpectNoLagAsync(table.Name);
            }
        }
    }
}
