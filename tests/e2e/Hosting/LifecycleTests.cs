using System.Net;
using EndToEndTests.Rest;

namespace EndToEndTests.Hosting;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_server_says_where_to_look_and_stops_cleanly_within_two_seconds(string signal)
    {
        await using ServerProcess server = new();
        await server.StartAsync(TestContext.Current.CancellationToken);

        (int exitCode, TimeSpan took) = await server.StopAsync(signal);

        Assert.Equal($"Millrace is running: open http://localhost:{server.Port}", Assert.Single(server.Output));
        Assert.Equal(0, exitCode);
        Assert.True(took < TimeSpan.FromSeconds(2), $"stopping took {took}\n{server.Log}");
        Assert.DoesNotContain("Exception", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_ports_says_which_port_is_taken()
    {
        await using ServerProcess server = new("--demo", "off");
        await server.StartAsync(TestContext.Current.CancellationToken);
        using TempFolder data = new();

        CommandResult second = await Command.RunAsync(
            "dotnet",
            [Repository.Program, "StartServer", "--demo", "off", "--port", $"{server.Port}", "--broker-port", $"{server.BrokerPort}", "--data", data.Path],
            TestContext.Current.CancellationToken);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($":{server.Port}: address already in use", second.Error, StringComparison.Ordinal);
        Assert.Contains("--port", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_address_without_sign_in_is_warned_of()
    {
        await using ServerProcess server = new("--demo", "off", "--host", "0.0.0.0");
        await server.StartAsync(TestContext.Current.CancellationToken);
        using RestClient client = new(server);

        Assert.Contains("without sign-in", server.Log, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task Wrong_settings_stop_the_start_with_their_names()
    {
        CommandResult start = await Command.RunAsync(
            "dotnet", [Repository.Program, "StartServer", "--port", "0", "--kafka", "localhost"], TestContext.Current.CancellationToken);

        Assert.Equal(1, start.ExitCode);
        Assert.Contains("Server:Port", start.Error, StringComparison.Ordinal);
        Assert.Contains("Kafka:BootstrapServers", start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_verb_the_program_lists_its_verbs()
    {
        CommandResult help = (await Command.RunAsync(Repository.PathOf("millrace"), [], TestContext.Current.CancellationToken)).Succeeded();

        Assert.All(["StartServer", "AddTable"], verb => Assert.Contains(verb, help.Output, StringComparison.Ordinal));
    }
}
