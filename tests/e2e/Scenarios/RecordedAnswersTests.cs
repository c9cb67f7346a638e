using System.Text.RegularExpressions;
using EndToEndTests.Kafka;

namespace EndToEndTests.Scenarios;

/// <summary>Answers recorded from a real Pinot, against this server over a real Kafka.</summary>
public sealed partial class RecordedAnswersTests(KafkaBroker kafka)
{
    private static readonly string Checker = Repository.PathOf("..", "shared", "golden", "check.py");

    /// <summary>Suite and the cases that pass today; raise the number when more do.</summary>
    public static TheoryData<string, int> Floors { get; } = new() { { "features", 79 }, { "airline", 1_057 } };

    [Theory]
    [MemberData(nameof(Floors))]
    public async Task A_suite_agrees_in_at_least_as_many_cases_as_before(string suite, int floor)
    {
        Need.That(File.Exists(Checker), $"No recorded answers: {Checker} is not there.");
        CommandResult client = await Command.RunAsync("/usr/bin/python3", ["-c", "import confluent_kafka"], TestContext.Current.CancellationToken);
        Need.That(client.ExitCode == 0, "No Kafka client for /usr/bin/python3: install python3-confluent-kafka.");
        string address = await kafka.AddressAsync();
        await using ServerProcess server = new("--demo", "off");
        await server.StartAsync(TestContext.Current.CancellationToken);

        CommandResult check = await Command.RunAsync(
            Checker,
            [suite, "--engine", "single", "--controller", server.Controller.ToString().TrimEnd('/'), "--broker", server.Broker.ToString().TrimEnd('/'), "--kafka", address],
            TestContext.Current.CancellationToken);

        Match counts = Counts().Match(check.Output);
        Assert.True(counts.Success, $"{check.Output}\n{check.Error}\n{server.Log}");
        int passed = int.Parse(counts.Groups["passed"].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(passed >= floor, $"{passed} cases pass, {floor} did before\n{check.Output}");
        TestContext.Current.TestOutputHelper!.WriteLine(counts.Value);
    }

    [GeneratedRegex(@"(?<passed>\d+) passed, \d+ failed", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();
}
