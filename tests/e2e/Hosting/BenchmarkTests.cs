using System.Globalization;
using System.Text.Json;
using EndToEndTests.Kafka;

namespace EndToEndTests.Hosting;

/// <summary><c>./bench --dry</c>: every benchmark with little data.</summary>
public sealed class BenchmarkTests(KafkaBroker kafka)
{
    [Fact]
    public async Task Every_benchmark_still_runs()
    {
        string address = await kafka.AddressAsync();

        CommandResult result = await Command.RunAsync(
            Repository.PathOf("bench"),
            ["--no-build", "--dry", "--kafka", address, "--port", Ports.Free(2).ToString(CultureInfo.InvariantCulture)],
            TestContext.Current.CancellationToken);

        JsonElement report = JsonSerializer.Deserialize<JsonElement>(result.Succeeded().Output);
        Assert.All(
            ["engineIngest", "engineQuery", "ingest", "query", "freshness", "idle", "ui"],
            run => Assert.Contains($"\"{run}\"", report.GetRawText(), StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper!.WriteLine(result.Error);
    }
}
