using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>Segment files that were cut or changed while the server was down.</summary>
public sealed class DamagedSegmentTests(KafkaBroker kafka)
{
    private const int RowsPerSegment = 1_000;
    private const int Rows = 10_500;

    [Fact]
    public async Task A_damaged_file_is_told_of_and_its_rows_are_read_from_Kafka_again()
    {
        const string Topic = "damaged";
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await FillAsync(server, client, Topic);
        await server.StopAsync();

        string[] files = [.. Directory.EnumerateFiles(server.DataFolder, "*.seg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.True(files.Length >= 9, $"{files.Length} segments were sealed");
        FlipByteInTheMiddle(files[2]);
        File.WriteAllBytes(files[5], File.ReadAllBytes(files[5])[..100]);
        await server.StartAsync(TestContext.Current.CancellationToken);

        await client.ExpectAsync(Rows, $"SELECT COUNT(*) FROM {Topic}");
        Assert.Equal(Rows * (Rows - 1L) / 2, await client.NumberAsync($"SELECT SUM(seq) FROM {Topic}"));
        Assert.Equal(Rows, await client.NumberAsync($"SELECT DISTINCTCOUNT(seq) FROM {Topic}"));
        Assert.All([files[2], files[5]], file => Assert.Contains(Path.GetFileName(file), server.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_serves_what_is_sound_while_Kafka_is_away()
    {
        const string Topic = "damaged_alone";
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await FillAsync(server, client, Topic);
        await server.StopAsync();
        string[] files = [.. Directory.EnumerateFiles(server.DataFolder, "*.seg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        FlipByteInTheMiddle(files[0]);
        string definition = Assert.Single(Directory.EnumerateFiles(server.DataFolder, "table.json", SearchOption.AllDirectories));
        File.WriteAllText(definition, File.ReadAllText(definition).Replace(await kafka.AddressAsync(), "127.0.0.1:1", StringComparison.Ordinal));

        await server.StartAsync(TestContext.Current.CancellationToken);

        long rows = await client.NumberAsync($"SELECT COUNT(*) FROM {Topic}");
        Assert.InRange(rows, (files.Length - 1) * RowsPerSegment, Rows - RowsPerSegment);
    }

    private async Task FillAsync(ServerProcess server, RestClient client, string topic)
    {
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(topic, 1);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(topic), NumberTable.Config(topic, address, RowsPerSegment));

        // In steps, so that more than one batch meets the threshold.
        for (int first = 0; first < Rows; first += RowsPerSegment / 2)
        {
            await kafka.ProduceAsync(topic, 0, Enumerable.Range(first, RowsPerSegment / 2).Select(sequence => NumberTable.Message(0, sequence)));
        }

        await client.ExpectAsync(Rows, $"SELECT COUNT(*) FROM {topic}");
    }

    private static void FlipByteInTheMiddle(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x40;
        File.WriteAllBytes(file, bytes);
    }
}
