using Query.Results;
using Web.Addresses;
using Web.Sharing;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Sharing;

/// <summary>Short links over a real file.</summary>
public sealed class LinkStoreTests : IDisposable
{
    private static readonly Visitor Ann = new("1", "Ann", VisitorRole.Viewer);
    private static readonly Visitor Bob = new("2", "Bob", VisitorRole.Viewer);
    private static readonly Visitor Admin = new("3", "Carol", VisitorRole.Admin);
    private static readonly QueryLink Query = new("select 1\nfrom events", Run: true, ResultView.Chart, 5_000) { Chart = "line:x=m", Now = 1_700_000_000_000, Zone = "Europe/Berlin" };

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-links-").FullName;
    private readonly SteppedClock _clock = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_link_is_found_again_after_a_restart_with_all_its_options()
    {
        SharedLink made = Open().Share(Ann, new ShareRequest(Query));

        SharedLink found = Open().Open(Bob, made.Id)!;

        Assert.Equal(Query, found.Query);
        Assert.Equal(("select 1", "1", "Ann", _clock.GetUtcNow(), 1L), (found.Title, found.OwnerId, found.OwnerName, found.CreatedAt, found.Hits));
        Assert.Matches("^[1-9A-HJ-NP-Za-km-z]{11}$", made.Id);
    }

    [Fact]
    public void The_same_thing_shared_twice_is_the_same_link()
    {
        LinkStore store = Open();
        ShareRequest request = new(Query, "first");
        SharedLink first = store.Share(Ann, request);

        SharedLink second = store.Share(Bob, request with { Title = "second" });

        Assert.Equal((first.Id, "first", "Ann"), (second.Id, second.Title, second.OwnerName));
        Assert.Equal(first.Id, store.IdOf(Bob, request));
        Assert.Single(store.List(Admin));
    }

    [Fact]
    public void Whatever_differs_makes_another_link()
    {
        LinkStore store = Open();
        ResultSnapshot snapshot = Snapshot([1L]);
        string[] ids =
        [
            store.IdOf(Ann, new ShareRequest(Query)),
            store.IdOf(Ann, new ShareRequest(Query with { Sql = "select 2" })),
            store.IdOf(Ann, new ShareRequest(Query with { Run = false })),
            store.IdOf(Ann, new ShareRequest(Query with { Chart = "bar" })),
            store.IdOf(Ann, new ShareRequest(Query with { Now = null })),
            store.IdOf(Ann, new ShareRequest(Query) { Snapshot = snapshot }),
            store.IdOf(Ann, new ShareRequest(Query) { Snapshot = Snapshot([2L]) }),
            store.IdOf(Ann, new ShareRequest(Query) { Audience = LinkAudience.OwnerOnly }),
            store.IdOf(Bob, new ShareRequest(Query) { Audience = LinkAudience.OwnerOnly }),
        ];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(store.List(Admin));
        using TemporaryStore other = new();
        Assert.NotEqual(ids[0], other.Links.IdOf(Ann, new ShareRequest(Query))); // another salt
    }

    [Fact]
    public void A_link_that_expires_lives_as_long_as_anybody_wanted()
    {
        LinkStore store = Open();
        ShareRequest month = new(Query) { Life = TimeSpan.FromDays(30) };
        string id = store.Share(Ann, month).Id;
        _clock.Step(TimeSpan.FromDays(20));
        Assert.Equal(_clock.GetUtcNow().AddDays(30), store.Share(Bob, month).ExpiresAt);
        _clock.Step(TimeSpan.FromDays(29));
        Assert.NotNull(store.Open(Bob, id));
        _clock.Step(TimeSpan.FromDays(1));
        Assert.Null(store.Open(Bob, id));

        SharedLink anew = store.Share(Bob, new ShareRequest(Query));

        Assert.Equal((id, "Bob", null, 0L), (anew.Id, anew.OwnerName, anew.ExpiresAt, anew.Hits));
        Assert.Null(store.Share(Ann, month).ExpiresAt);
    }

    [Fact]
    public void Nobody_learns_why_a_link_opens_nothing()
    {
        LinkStore store = Open();
        SharedLink own = store.Share(Ann, new ShareRequest(Query) { Audience = LinkAudience.OwnerOnly });
        SharedLink revoked = store.Share(Ann, new ShareRequest(Query) { Snapshot = Snapshot([1L]) });
        Assert.False(store.Revoke(Bob, revoked.Id));
        Assert.True(store.Revoke(Ann, revoked.Id));
        Assert.False(store.Revoke(Ann, revoked.Id));

        Assert.All([own.Id, revoked.Id, "nowhere", "'; drop table links; --"], id => Assert.Null(store.Open(Bob, id)));
        Assert.Null(store.Open(Admin, own.Id));
        Assert.NotNull(store.Open(Ann, own.Id));
        Assert.Null(store.Open(Ann, revoked.Id));
    }

    [Fact]
    public void Each_opening_counts_and_a_reload_does_not()
    {
        LinkStore store = Open();
        string id = store.Share(Ann, new ShareRequest(Query)).Id;
        store.Open(Bob, id);
        store.Find(Bob, id);

        Assert.Equal(2, store.Open(Ann, id)!.Hits);
    }

    [Fact]
    public void An_admin_sees_and_revokes_all_links_and_others_their_own()
    {
        LinkStore store = Open();
        SharedLink anns = store.Share(Ann, new ShareRequest(Query) { Snapshot = Snapshot([1L]) });
        _clock.Step(TimeSpan.FromSeconds(1));
        SharedLink bobs = store.Share(Bob, new ShareRequest(Query with { Sql = "select 2" }) { Audience = LinkAudience.OwnerOnly });

        Assert.Equal([bobs.Id, anns.Id], store.List(Admin).Select(link => link.Id));
        Assert.Equal([anns.Id], store.List(Ann).Select(link => link.Id));
        Assert.Equal((true, null), (store.List(Ann)[0].HasSnapshot, store.List(Ann)[0].Snapshot));
        Assert.True(store.Revoke(Admin, bobs.Id));
        Assert.Null(store.Open(Bob, bobs.Id));
        Assert.True(store.List(Bob)[0].IsRevoked);
    }

    [Fact]
    public void A_long_statement_is_shared_and_a_huge_or_empty_one_refused_in_words()
    {
        LinkStore store = Open();
        string id = store.Share(Ann, new ShareRequest(new QueryLink(new string('x', 1_000_000)))).Id;

        Assert.Equal(1_000_000, store.Open(Ann, id)!.Query.Sql.Length);
        Assert.Contains("1000001 characters", Assert.Throws<ConsoleStorageException>(() => store.Share(Ann, new ShareRequest(new QueryLink(new string('x', 1_000_001))))).Message, StringComparison.Ordinal);
        Assert.Contains("no statement", Assert.Throws<ConsoleStorageException>(() => store.Share(Ann, new ShareRequest(new QueryLink(" ")))).Message, StringComparison.Ordinal);
    }

    internal static ResultSnapshot Snapshot(params object?[][] rows) => ResultSnapshot.Of(
        new QueryResult { Columns = [new("n", "LONG")], Rows = rows, Statistics = new QueryStatistics() }, DateTimeOffset.UnixEpoch);

    private LinkStore Open() => new(new ConsoleDatabase(_directory), _clock);

    private sealed class TemporaryStore : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("millrace-links-").FullName;

        public LinkStore Links => new(new ConsoleDatabase(_directory), TimeProvider.System);

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
