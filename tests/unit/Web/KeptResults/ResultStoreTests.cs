using Query.Results;
using Web.Addresses;
using Web.KeptResults;
using Web.Visitors;

namespace UnitTests.Web.KeptResults;

public sealed class ResultStoreTests : IDisposable
{
    private static readonly Visitor Ann = new("ann", "Ann", VisitorRole.Viewer);
    private static readonly Visitor Bob = new("bob", "Bob", VisitorRole.Admin);
    private static readonly QueryLink Query = new("select 1");

    private readonly SteppedClock _clock = new();
    private readonly ResultStore _store;

    public ResultStoreTests() => _store = new ResultStore(_clock);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_result_is_found_by_its_owner_alone()
    {
        KeptResult kept = _store.Keep(Ann, Query, Megabytes(1), TimeSpan.FromSeconds(2))!;

        Assert.Same(kept, _store.Find(Ann, kept.Id));
        Assert.Equal((Query, _clock.GetUtcNow(), TimeSpan.FromSeconds(2)), (kept.Query, kept.FinishedAt, kept.Waited));
        Assert.Null(_store.Find(Bob, kept.Id));
        _store.Drop(Bob, kept.Id);
        Assert.NotNull(_store.Find(Ann, kept.Id));
        _store.Drop(Ann, kept.Id);
        Assert.Null(_store.Find(Ann, kept.Id));
    }

    [Fact]
    public void A_result_goes_when_nobody_looked_at_it_for_a_quarter_of_an_hour()
    {
        KeptResult looked = _store.Keep(Ann, Query, Megabytes(1), TimeSpan.Zero)!;
        KeptResult forgotten = _store.Keep(Ann, Query, Megabytes(1), TimeSpan.Zero)!;
        _clock.Step(TimeSpan.FromMinutes(14));
        Assert.NotNull(_store.Find(Ann, looked.Id));
        _clock.Step(TimeSpan.FromMinutes(14));

        Assert.NotNull(_store.Find(Ann, looked.Id));
        Assert.Null(_store.Find(Ann, forgotten.Id));
    }

    [Fact]
    public void A_result_of_more_than_32_MB_is_not_kept() => Assert.Null(_store.Keep(Ann, Query, Megabytes(33), TimeSpan.Zero));

    [Fact]
    public void Of_one_visitor_128_MB_are_kept_and_those_looked_at_last_stay()
    {
        KeptResult first = _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero)!;
        KeptResult second = _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero)!;
        KeptResult others = _store.Keep(Bob, Query, Megabytes(30), TimeSpan.Zero)!;
        _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero);
        _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero);
        Assert.NotNull(_store.Find(Ann, first.Id));

        KeptResult last = _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero)!;

        Assert.Null(_store.Find(Ann, second.Id));
        Assert.All([first, last], kept => Assert.NotNull(_store.Find(Ann, kept.Id)));
        Assert.NotNull(_store.Find(Bob, others.Id));
    }

    [Fact]
    public void Many_visitors_together_get_512_MB()
    {
        KeptResult first = _store.Keep(Ann, Query, Megabytes(30), TimeSpan.Zero)!;
        for (int i = 0; i < 17; i++)
        {
            _store.Keep(new Visitor($"visitor {i}", "", VisitorRole.Viewer), Query, Megabytes(30), TimeSpan.Zero);
        }

        Assert.Null(_store.Find(Ann, first.Id));
    }

    [Fact]
    public void Any_number_of_threads_may_keep_and_find() => Parallel.For(0, 200, i =>
    {
        Visitor visitor = i % 2 == 0 ? Ann : Bob;
        KeptResult kept = _store.Keep(visitor, Query, Megabytes(1), TimeSpan.Zero)!;
        Assert.Same(kept, _store.Find(visitor, kept.Id));
        _store.Drop(visitor, kept.Id);
    });

    private static QueryResult Megabytes(int count)
    {
        string text = new('x', 1 << 19); // one text for all rows: only the estimate counts it once a row
        return new QueryResult { Columns = [new("a", "STRING")], Rows = [.. Enumerable.Repeat(new object?[] { text }, count)], Statistics = new QueryStatistics() };
    }
}
