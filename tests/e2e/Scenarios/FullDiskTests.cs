using System.Text.Json;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>A disk that takes no more segments: a limit on the size of the process' files fails its writes as a full disk would.</summary>
public sealed class FullDiskTests(KafkaBroker kafka)
{
    private const int RowsPerSegment = 10_000;
    private const int Rows = 65_000;
    private const int BytesThatFit = 512;

    [Fact]
    public async Task A_full_disk_stops_the_partition_loses_nothing_and_is_told_of()
    {
        const string Topic = "full_disk";
        Need.That((await Command.RunAsync("which", ["prlimit"], TestContext.Current.CancellationToken)).ExitCode == 0, "No command prlimit: install util-linux.");
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 1);
        await using ServerProcess server = new("--demo", "off") { MeetsFullDisks = true };
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(Topic), NumberTable.Config(Topic, address, RowsPerSegment));

        await server.LimitFilesAsync(BytesThatFit);
        await kafka.ProduceAsync(Topic, 0, Enumerable.Range(0, Rows).Select(sequence => NumberTable.Message(0, sequence)));
        await client.ExpectAsync(1, $"SELECT count(*) FROM sys.partitions WHERE tableName = '{Topic}' AND state = 'Retrying' AND detail LIKE '%cannot be written%' AND sealing = 2");
        long held = await client.NumberAsync($"SELECT count(*) FROM {Topic}");
        Assert.InRange(held, 2 * RowsPerSegment, 3 * RowsPerSegment);
        JsonElement status = (await client.GetAsync($"/tables/{Topic}/status?type=realtime")).Json.GetProperty("ingestionStatus");
        Assert.Equal("UNHEALTHY", status.GetProperty("ingestionState").GetString());
        Assert.Contains("cannot be written", status.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(server.DataFolder, "*.seg*", SearchOption.AllDirectories));

        await server.LimitFilesAsync(null);
        await client.ExpectAsync(Rows, $"SELECT count(*) FROM {Topic}", withinSeconds: 40);
        await client.ExpectAsync(0, $"SELECT max(sealing) FROM sys.partitions WHERE tableName = '{Topic}'", withinSeconds: 40);
        await ExpectEveryRowOnceAsync(client, Topic);

        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.ExpectAsync(Rows, $"SELECT count(*) FROM {Topic}");
        await ExpectEveryRowOnceAsync(client, Topic);
    }

    [Fact]
    public async Task A_server_killed_while_the_disk_was_full_reads_on_without_loss()
    {
        const string Topic = "full_disk_killed";
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 1);
        await using ServerProcess server = new("--demo", "off") { MeetsFullDisks = true };
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(Topic), NumberTable.Config(Topic, address, RowsPerSegment));
        await server.LimitFilesAsync(BytesThatFit);
        await kafka.ProduceAsync(Topic, 0, Enumerable.Range(0, Rows).Select(sequence => NumberTable.Message(0, sequence)));
        await client.ExpectAsync(1, $"SELECT count(*) FROM sys.partitions WHERE tableName = '{Topic}' AND sealing = 2");

        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);

        await client.ExpectAsync(Rows, $"SELECT count(*) FROM {Topic}");
        await ExpectEveryRowOnceAsync(client, Topic);
    }

    private static async Task ExpectEveryRowOnceAsync(RestClient client, string topic)
    {
        Assert.Equal(Rows * (Rows - 1L) / 2, await client.NumberAsync($"SELECT SUM(seq) FROM {topic}"));
        Assert.Equal(Rows, await client.NumberAsync($"SELECT DISTINCTCOUNT(seq) FROM {topic}"));
    }
}
