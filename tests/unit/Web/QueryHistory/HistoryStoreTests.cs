using Microsoft.Extensions.Logging.Abstractions;
using Web.Addresses;
using Web.QueryHistory;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.QueryHistory;

public sealed class HistoryStoreTests : IDisposable
{
    private static readonly Visitor Ann = new("1", "Ann", VisitorRole.Viewer);
    private static readonly Visitor Bob = new("2", "Bob", VisitorRole.Admin);

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-history-").FullName;
    private readonly SteppedClock _clock = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_entry_comes_back_with_all_of_it_to_its_owner_alone()
    {
        HistoryEntry entry = new(new QueryLink("select a from b", TimeoutMillis: 7), _clock.GetUtcNow(), TimeSpan.FromMicroseconds(1_234_567), HistoryOutcome.Failed) { Rows = 3, Tables = ["b"], Error = "no column a" };
        Open().Add(Ann, entry);

        HistoryEntry found = Assert.Single(Open().List(Ann, new HistoryFilter()));

        Assert.Equivalent(entry with { Id = found.Id }, found, strict: true);
        Assert.Equivalent(found, Open().Find(Ann, found.Id));
        Assert.Empty(Open().List(Bob, new HistoryFilter()));
        Assert.Null(Open().Find(Bob, found.Id));
    }

    [Fact]
    public void Entries_are_searched_by_text_outcome_and_star_newest_first()
    {
        HistoryStore store = Open();
        store.Add(Ann, Entry("select 1 from Orders") with { Tables = ["orders"] });
        store.Add(Ann, Entry("select 2", HistoryOutcome.Failed) with { Error = "no such Thing" });
        store.Add(Ann, Entry("select 3", HistoryOutcome.Cancelled) with { Tables = ["orders_old"] });

        Assert.Equal(["select 3", "select 2", "select 1 from Orders"], Sql(store, new HistoryFilter()));
        Assert.Equal(["select 3", "select 1 from Orders"], Sql(store, new HistoryFilter { Text = " oRDers " }));
        Assert.Equal(["select 2"], Sql(store, new HistoryFilter { Text = "thing" }));
        Assert.Equal(["select 2"], Sql(store, new HistoryFilter { Outcome = HistoryOutcome.Failed }));
        Assert.Equal(["select 3"], Sql(store, new HistoryFilter(), most: 1));
        Assert.Empty(Sql(store, new HistoryFilter { OnlyStarred = true }));
    }

    [Fact]
    public void A_thousand_entries_are_kept_and_those_with_a_star_beyond()
    {
        HistoryStore store = Open();
        store.Add(Ann, Entry("select 'star'"));
        store.Star(Bob, store.List(Ann, new HistoryFilter())[0].Id, isStarred: true);
        Assert.False(store.List(Ann, new HistoryFilter())[0].IsStarred);
        store.Star(Ann, store.List(Ann, new HistoryFilter())[0].Id, isStarred: true);
        for (int i = 0; i < 1_003; i++)
        {
            store.Add(Ann, Entry($"select {i}"));
        }

        string[] kept = Sql(store, new HistoryFilter(), most: 5_000);

        Assert.Equal((1_001, "select 1002", "select 3", "select 'star'"), (kept.Length, kept[0], kept[^2], kept[^1]));
    }

    [Fact]
    public void Entries_go_after_30_days_and_stars_stay()
    {
        HistoryStore store = Open();
        store.Add(Ann, Entry("select 'old'"));
        store.Add(Ann, Entry("select 'star'") with { IsStarred = true });
        _clock.Step(TimeSpan.FromDays(31));

        Assert.Equal(["select 'star'"], Sql(store, new HistoryFilter()));
        store.Add(Ann, Entry("select 'new'"));
        store.Clear(Ann);
        Assert.Equal(["select 'star'"], Sql(store, new HistoryFilter()));
    }

    [Theory]
    [InlineData("not there", "select 1")]
    [InlineData("", "")]
    public void A_query_runs_on_though_its_entry_cannot_be_kept(string folder, string sql)
    {
        HistoryStore store = new(new ConsoleDatabase(Path.Combine(_directory, folder)), _clock, NullLogger<HistoryStore>.Instance);

        store.Add(Ann, Entry(sql));

        Assert.Empty(Open().List(Ann, new HistoryFilter()));
    }

    private HistoryEntry Entry(string sql, HistoryOutcome outcome = HistoryOutcome.Done) => new(new QueryLink(sql), _clock.GetUtcNow(), TimeSpan.FromMilliseconds(4), outcome);

    private static string[] Sql(HistoryStore store, HistoryFilter filter, int most = 100) => [.. store.List(Ann, filter, most).Select(entry => entry.Query.Sql)];

    private HistoryStore Open() => new(new ConsoleDatabase(_directory), _clock, NullLogger<HistoryStore>.Instance);
}
