using Microsoft.Extensions.Configuration;
using Web.Hosting;

namespace UnitTests.Web.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_set_means_the_stated_defaults_and_the_demo()
    {
        Settings settings = Settings.Read(Configuration());

        Assert.Equal(("localhost", 9000, 8099, "./data"), (settings.Server.Host, settings.Server.Port, settings.Server.BrokerPort, settings.Storage.DataDirectory));
        Assert.False(settings.Server.IsPublic);
        Assert.True(settings.Demo.IsOn(settings.Kafka));
    }

    [Fact]
    public void A_Kafka_leaves_the_demo_out()
    {
        Settings settings = Settings.Read(Configuration(("Kafka:BootstrapServers", "localhost:9092")));

        Assert.False(settings.Demo.IsOn(settings.Kafka));
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_key()
    {
        SettingsException exception = Assert.Throws<SettingsException>(() => Settings.Read(Configuration(
            ("Server:Host", "nowhere.example"), ("Server:Port", "0"), ("Server:BrokerPort", "many"), ("Storage:DataDirectory", " "),
            ("Kafka:BootstrapServers", "localhost"), ("Demo:Mode", "maybe"), ("Demo:Speed", "fast"))));

        Assert.All(["Server:BrokerPort", "Storage:DataDirectory", "Kafka:BootstrapServers", "Speed"], key => Assert.Contains(key, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("*", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.168.1.7", true)]
    public void A_host_is_public_unless_it_is_this_machine_alone(string host, bool isPublic) =>
        Assert.Equal(isPublic, new ServerOptions { Host = host }.IsPublic);

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create<string, string?>(value.Key, value.Value)))
        .Build();
}
