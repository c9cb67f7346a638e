using System.Text;
using AngleSharp.Dom;
using Bunit;
using Ingestion.Sampling;
using Ingestion.Sources;
using Microsoft.Extensions.DependencyInjection;
using Web.Addresses;
using Web.Components.TopicBrowser;

namespace UnitTests.Web.Components.TopicBrowser;

public sealed class TopicPageTests : ConsoleContext
{
    private readonly List<SampleRequest> _asked = [];

    [Fact]
    public void Messages_show_key_value_and_headers()
    {
        Answer(new TopicSample([Message(3, 41, "k", "{\"a\":1}", header: "x"), Message(0, 7, null, null)], 12, 3_300_000, 0, IsCut: false, TimeSpan.Zero));

        IRenderedComponent<TopicPage> page = Open();

        page.WaitForElement("td.raw details");
        Assert.Empty(page.FindAll("td.raw pre")); // until it is opened
        page.Find("td.raw details").TriggerEvent("ontoggle", EventArgs.Empty);
        IElement[] rows = [.. page.FindAll("table[aria-label=Messages] > tbody > tr")];
        Assert.Equal(["3", "41", "k"], rows[0].Children.Where((_, i) => i is 0 or 1 or 3).Select(cell => cell.TextContent.Trim()));
        Assert.Equal("{\n  \"a\": 1\n}", rows[0].QuerySelector("pre")!.TextContent);
        Assert.Equal("hx", rows[0].QuerySelector("table[aria-label=Headers]")!.TextContent.Trim());
        Assert.Contains("a tombstone", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("2 of about 3.3 M messages in 12 partitions.", Status(page), StringComparison.Ordinal);
        Assert.Equal(new SampleRequest(SampleFrom.Newest, 100), _asked.Single());
    }

    [Theory]
    [InlineData(12, 0, 0, "events has no messages right now (12 partitions, all empty).")]
    [InlineData(1, 0, 0, "events has no messages right now (1 partition, empty).")]
    [InlineData(12, 0, 1_200_000, "The oldest 1.2 M messages were already deleted by retention; the topic is empty now.")]
    [InlineData(12, 500, 0, "No message lies there; 12 partitions hold about 500.")]
    public void Without_messages_it_says_why(int partitions, long stored, long deleted, string expected)
    {
        Answer(new TopicSample([], partitions, stored, deleted, IsCut: false, TimeSpan.Zero));

        IRenderedComponent<TopicPage> page = Open();

        page.WaitForState(() => Status(page).Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void The_fields_of_the_messages_are_told()
    {
        Answer(new TopicSample([Message(0, 1, null, "{\"id\":5}"), Message(0, 2, null, "{\"id\":3000000017}"), Message(0, 3, null, "junk")], 1, 3, 0, IsCut: false, TimeSpan.Zero));

        IRenderedComponent<TopicPage> page = Open();

        string[] cells = [.. page.WaitForElements("table[aria-label=Fields] tbody tr:has(th) > *").Select(cell => cell.TextContent)];
        Assert.Equal(["id", "LONG", "LONG — the largest value 3000000017 does not fit INT (partition 0, offset 2)", "100 %", "0", "2", "5 … 3000000017", "5, 3000000017"], cells);
        Assert.Contains("1 of 3 messages is no JSON object; the first:", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_message_says_that_it_is_cut()
    {
        SampledMessage large = Message(0, 1, null, new string('x', SampledMessage.MaxBytes)) with { Bytes = 4_100_000 };
        Answer(new TopicSample([large], 1, 1, 0, IsCut: true, TimeSpan.FromSeconds(5)));

        IRenderedComponent<TopicPage> page = Open();

        page.WaitForElement("td.raw details").TriggerEvent("ontoggle", EventArgs.Empty);
        Assert.Contains("A message of 4.1 MB is cut at 64 kB in this view; ingestion reads it whole.", page.Find("td.raw details").TextContent, StringComparison.Ordinal);
        Assert.Contains("Stopped after 5 s", Status(page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_goes_into_the_address_and_is_asked_for()
    {
        Answer(new TopicSample([], 3, 10, 0, IsCut: false, TimeSpan.Zero));
        IRenderedComponent<TopicPage> page = Open();

        page.WaitForElements("button").First(button => button.TextContent == "Oldest").Click();

        Assert.EndsWith("/kafka/b%3A1/events?from=earliest", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_decides_what_is_asked_for()
    {
        Answer(new TopicSample([], 3, 10, 0, IsCut: false, TimeSpan.Zero));

        IRenderedComponent<TopicPage> page = Open(new TopicLink(SampleFrom.Offset, 5) { Partition = 2, Offset = 77 });

        page.WaitForState(() => _asked.Count == 1);
        Assert.Equal(new SampleRequest(SampleFrom.Offset, 5) { Partition = 2, Offset = 77 }, _asked[0]);
        Assert.Equal("77", page.Find("input[type=number]").GetAttribute("value"));
    }

    [Fact]
    public void A_topic_that_is_not_there_is_told()
    {
        ReadTopic = (_, _, _) => Task.FromException<TopicSample>(new IngestionException("Topic does not exist: events (brokers b:1)"));

        IRenderedComponent<TopicPage> page = Open();

        Assert.Contains("Topic does not exist: events (brokers b:1)", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private static string Status(IRenderedComponent<TopicPage> page) => string.Join(' ', page.FindAll("[role=status]").Select(status => status.TextContent)).ReplaceLineEndings(" ");

    private static SampledMessage Message(int partition, long offset, string? key, string? value, string? header = null) => new(
        partition,
        offset,
        Now,
        key is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(key),
        value is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(value),
        value?.Length ?? -1,
        header is null ? [] : [KeyValuePair.Create("h", (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(header))]);

    private void Answer(TopicSample sample) => ReadTopic = (_, request, _) =>
    {
        _asked.Add(request);
        return Task.FromResult(sample);
    };

    private IRenderedComponent<TopicPage> Open(TopicLink? link = null)
    {
        Navigation.NavigateTo(AppUrls.Topic("b:1", "events", link));
        return Render<TopicPage>(parameters => parameters.Add(page => page.Brokers, "b:1").Add(page => page.Topic, "events"));
    }
}
