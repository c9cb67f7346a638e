using System.Text.Json;
using EndToEndTests.Rest;

namespace EndToEndTests.Guide;

/// <summary>What the tests of the guide's rows have in common: producers of <c>examples/</c>, and waiting for what a partition says of itself.</summary>
internal static class GuideRow
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a producer that is written in Python, in the folder of its example.</summary>
    /// <param name="folder">Below <c>examples/</c>.</param>
    /// <param name="line">Words of shell, in which <c>python</c> is one that has a Kafka client.</param>
    public static async Task ProduceAsync(string folder, string line)
    {
        CommandResult client = await Command.RunAsync(Python, ["-c", "import confluent_kafka"], TestContext.Current.CancellationToken);
        Need.That(client.ExitCode == 0, $"No Kafka client for {Python}: install python3-confluent-kafka.");
        string shell = $"python() {{ {Python} \"$@\"; }}; {line}";
        (await Command.ShellAsync(shell, Repository.PathOf("examples", folder), TestContext.Current.CancellationToken)).Succeeded();
    }

    /// <summary>Waits until all partitions of a table are read to their ends.</summary>
    public static Task ExpectNoLagAsync(this RestClient client, string table, int partitions = 1) =>
        client.ExpectAsync(partitions, $"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{table}' AND lag = 0");

    /// <summary>Waits until a partition of a table is in a state and says why.</summary>
    /// <returns>What it says.</returns>
    public static async Task<string> ExpectStateAsync(this RestClient client, string table, string state, string reason)
    {
        string seen = "";
        for (DateTime deadline = DateTime.UtcNow + TimeSpan.FromSeconds(20); DateTime.UtcNow < deadline; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            JsonElement row = Assert.Single(await client.RowsAsync($"SELECT state, detail, lastError FROM sys.partitions WHERE tableName = '{table}'"));
            seen = row.ToString();
            if (row[0].GetString() == state && row[1].GetString()!.Contains(reason, StringComparison.OrdinalIgnoreCase))
            {
                return row[1].GetString()!;
            }
        }

        Assert.Fail($"{table} is not {state} because of '{reason}', but {seen}");
        return "";
    }
}
