using AngleSharp.Dom;
using Bunit;
using Ingestion.Diagnosis;
using Ingestion.Sampling;
using Ingestion.Sources;
using Web.Components.TopicBrowser;

namespace UnitTests.Web.Components.TopicBrowser;

public sealed class KafkaPageTests : ConsoleContext
{
    [Fact]
    public void Without_a_broker_it_says_what_to_write()
    {
        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        Assert.Contains("Write the address of a broker", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_topics_of_the_known_brokers_come_with_messages_and_tables()
    {
        Brokers.Add("localhost:9092");
        AddTable("events", 10, Partition(0));
        ListTopics = (brokers, _) => Task.FromResult<IReadOnlyList<TopicSummary>>([new("events", 12, 3_300_000) { NewestAt = Now }, new($"of {brokers}", 1, null)]);

        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        IElement[] rows = [.. page.WaitForElements("tbody tr:has(th)")];
        Assert.Equal("/kafka/localhost%3A9092/events", rows[0].QuerySelector("th a")!.GetAttribute("href"));
        Assert.Contains("3.3 M", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("/t/events", rows[0].QuerySelector("td a")!.GetAttribute("href"));
        Assert.Contains("of localhost:9092", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("→ table events", rows[0].QuerySelector("td a")!.TextContent);
        Assert.Equal("2026-11-25 12:00:00 UTC", rows[0].QuerySelector("time")!.GetAttribute("title"));
        Assert.Null(rows[1].QuerySelector("time"));
        Assert.Contains("not told", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_meets_nothing_can_be_cleared()
    {
        Brokers.Add("b:1");
        ListTopics = (_, _) => Task.FromResult<IReadOnlyList<TopicSummary>>([new("events", 1, 0), new("clicks", 1, 0)]);
        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        page.WaitForElement("input[type=search]").Input("vent");
        Assert.Single(page.FindAll("tbody tr:has(th)"));
        page.Find("input[type=search]").Input("nothing");
        Assert.Contains("No topic matches “nothing”.", page.Markup, StringComparison.Ordinal);
        page.Find("button.link").Click();

        Assert.Equal(2, page.FindAll("tbody tr:has(th)").Count);
    }

    [Fact]
    public void Brokers_that_do_not_answer_say_why_and_can_be_asked_again()
    {
        Brokers.Add("b:1");
        int asked = 0;
        ListTopics = (_, _) => ++asked == 1
            ? Task.FromException<IReadOnlyList<TopicSummary>>(new IngestionException("cannot reach Kafka at b:1 within 5 s: connection refused"))
            : Task.FromResult<IReadOnlyList<TopicSummary>>([]);
        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        Assert.Contains("connection refused", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        page.Find("[role=alert] button").Click();

        page.WaitForState(() => page.Markup.Contains("Kafka at b:1 has no topics.", StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void A_question_that_takes_long_can_be_stopped()
    {
        Brokers.Add("b:1");
        ListTopics = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        };
        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        page.WaitForElement("[role=status] button.link").Click();

        page.WaitForState(() => page.Markup.Contains("Stopped before there was an answer.", StringComparison.Ordinal));
    }

    [Fact]
    public void Brokers_that_cannot_be_reached_are_looked_for_step_by_step()
    {
        Brokers.Add("b:1");
        ListTopics = (_, _) => Task.FromException<IReadOnlyList<TopicSummary>>(new KafkaUnreachableException("cannot reach Kafka at b:1", new IOException()));
        Reports = (brokers, topic) =>
        [
            new StageReport(CheckStage.Resolve, true, $"Resolved {brokers}, {topic ?? "no topic"}", null, TimeSpan.FromMilliseconds(3)),
            new StageReport(CheckStage.Connect, false, "Nothing is listening on b:1 (connection refused).", "refused <b>", TimeSpan.FromMilliseconds(2)),
        ];

        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        page.WaitForState(() => page.FindAll(".checklist .bad").Count > 0);
        IElement[] stages = [.. page.FindAll(".checklist li")];
        Assert.Equal(["✓", "✕", "○", "○", "○", "○", "○"], stages.Select(stage => stage.QuerySelector(".sign")!.TextContent));
        Assert.Contains("Resolved b:1, no topic", stages[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("refused <b>", stages[1].QuerySelector("code")!.TextContent);
        Assert.Contains("not tried", stages[2].TextContent, StringComparison.Ordinal);
        Assert.Equal("Connect failed: Nothing is listening on b:1 (connection refused).", page.Find(".checklist + [role=status]").TextContent);
    }
    [Fact]
    public void While_a_broker_that_failed_the_check_is_still_asked_the_page_says_so()
    {
        Brokers.Add("b:1");
        ListTopics = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        };
        Reports = (_, _) => [new StageReport(CheckStage.Resolve, false, "The name b does not resolve.", null, TimeSpan.Zero)];

        IRenderedComponent<KafkaPage> page = Render<KafkaPage>();

        page.WaitForAssertion(() => Assert.StartsWith("Still asking Kafka at b:1", page.Find("[role=status].hint").TextContent, StringComparison.Ordinal));
    }
}
