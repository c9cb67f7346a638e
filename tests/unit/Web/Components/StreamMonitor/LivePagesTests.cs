using Bunit;
using Ingestion.Status;
using Web.Components.StreamMonitor;

namespace UnitTests.Web.Components.StreamMonitor;

/// <summary>Home and Ingest in the states that tables can be in.</summary>
public sealed class LivePagesTests : ConsoleContext
{
    [Fact]
    public void Without_a_table_both_pages_say_how_to_make_one()
    {
        Assert.Contains("/new", Render<HomePage>().Find(".empty a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Single(Render<IngestPage>().FindAll(".empty"));
    }

    [Fact]
    public void Home_names_tables_in_trouble_and_why()
    {
        AddTable("calm", 10, Partition(0));
        AddTable("broken", 10, Partition(0, PartitionState.Failed) with { LastError = "topic broken is gone", LastErrorAt = Now });
        AddTable("picky", 10, Partition(0) with { Rejected = 3 });

        IRenderedComponent<HomePage> page = Render<HomePage>();

        Assert.Equal(["broken: topic broken is gone", "picky: 3 rejected messages"], page.FindAll("section[aria-label='Needs attention'] li").Select(item => item.TextContent));
        Assert.Equal(["/t/broken?tab=ingest", "/t/picky?tab=rejects"], page.FindAll("section[aria-label='Needs attention'] a").Select(link => link.GetAttribute("href")));
        Assert.Equal(3, page.FindAll("table tbody tr").Count);
    }

    [Fact]
    public void A_link_to_a_page_that_only_Pinot_has_is_explained()
    {
        Navigation.NavigateTo("/?notice=pinot-page");

        Assert.Contains("only in Apache Pinot", Render<HomePage>().Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Ingest_lists_the_table_that_is_furthest_behind_first()
    {
        AddTable("done", 10, Partition(0));
        AddTable("stopped", 10);
        AddTable("late", 10, Partition(0, PartitionState.Backfill, position: 10, end: 1_000));

        IRenderedComponent<IngestPage> page = Render<IngestPage>();

        Assert.Equal(["late", "done", "stopped"], page.FindAll("h2").Select(heading => heading.TextContent));
        Assert.Contains("Nothing reads the topic", page.FindAll("section")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_follow_the_frames()
    {
        AddTable("events", 10, Partition(0, PartitionState.Backfill, position: 250, end: 1_000));
        IRenderedComponent<IngestPage> page = Render<IngestPage>();
        Assert.Equal("25", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"));

        Tables.Clear();
        AddTable("events", 10, Partition(0, position: 1_000, end: 1_000));

        page.WaitForAssertion(() => Assert.Equal("100", page.Find("[role=progressbar]").GetAttribute("aria-valuenow")));
    }

    [Theory]
    [InlineData(PartitionState.Retrying, "2", "RETRYING")]
    [InlineData(PartitionState.Paused, null, "PAUSED")]
    public void A_partition_says_its_state_with_what_belongs_to_it(PartitionState state, string? detail, string word)
    {
        PartitionStatus status = Partition(3, state) with { Attempt = 2 };

        IRenderedComponent<PartitionRow> row = Render<PartitionRow>(parameters => parameters.Add(one => one.Status, status));

        Assert.Equal("3", row.Find("th").TextContent);
        string cell = row.Find("td").TextContent;
        Assert.Contains(word, cell, StringComparison.Ordinal);
        Assert.Equal(detail is not null, cell.Contains('2', StringComparison.Ordinal));
    }

    [Fact]
    public void A_partition_that_falls_behind_says_how_fast_instead_of_when_it_is_done()
    {
        PartitionStatus status = Partition(0, PartitionState.Lagging, position: 10, end: 5_000) with { FallingBehindBy = 120 };

        Assert.Contains("falling behind by 120/s", Render<PartitionRow>(parameters => parameters.Add(one => one.Status, status)).Markup, StringComparison.Ordinal);
    }
}
