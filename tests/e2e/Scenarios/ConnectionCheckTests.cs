using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>What the console says when Kafka does not answer: which step fails, and what to do.</summary>
public sealed class ConnectionCheckTests(DemoServer demo, KafkaBroker kafka, BrowserFixture browser)
{
    [Theory]
    [InlineData("SSL", "TLS failed: This listener speaks TLS. Choose SSL.")]
    [InlineData("SASL_PLAINTEXT", "Sign in failed: This listener wants a sign-in. Choose SASL_PLAINTEXT; it offers PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.")]
    public async Task A_listener_that_wants_more_than_plain_text_says_what(string listener, string expected) => await (await ExpectAsync(await kafka.AddressAsync(listener), expected)).CloseAsync();

    [Fact]
    public async Task A_port_where_nobody_listens_says_so()
    {
        IPage page = await ExpectAsync("127.0.0.1:1", "Connect failed: Nothing is listening on 127.0.0.1:1 (connection refused).");

        Assert.Empty(await AccessibilityTests.FindingsAsync(page));
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_broker_that_tells_clients_a_wrong_address_is_told_apart()
    {
        await using KafkaBroker elsewhere = new("4.1", "advertised.listeners=PLAINTEXT://kafka.invalid:9092");
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, AddressOf(await elsewhere.AddressAsync())), []);

        await page.GetByRole(AriaRole.Button, new() { Name = "Check connection" }).ClickAsync();

        await ExpectAsync(
            page, "Advertised address failed: The broker tells clients to use kafka.invalid:9092, which this server cannot reach. Change advertised.listeners on the broker.");
        await page.CloseAsync();
    }

    private async Task<IPage> ExpectAsync(string address, string expected)
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, AddressOf(address)), []);
        await ExpectAsync(page, expected);
        return page;
    }

    private static async Task ExpectAsync(IPage page, string expected)
    {
        await Expect(page.Locator(".checklist + [role=status]")).ToHaveTextAsync(expected);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check again" })).ToBeVisibleAsync();
    }

    private static string AddressOf(string brokers) => $"/kafka/{Uri.EscapeDataString(brokers)}";
}
