using UnitTests.Web.Audit;
using Web.Access;
using Web.Addresses;
using Web.Audit;
using Web.Sharing;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Sharing;

public sealed class ShareDeskTests : IDisposable
{
    private static readonly Visitor Ann = new("1", "Ann", VisitorRole.Viewer);

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-desk-").FullName;
    private readonly AuditLog _log;
    private readonly ShareDesk _desk;
    private readonly RateLimits _limits = new();

    public ShareDeskTests()
    {
        _log = TestDeeds.Log(_directory);
        _desk = new ShareDesk(new LinkStore(new ConsoleDatabase(_directory), TimeProvider.System), _limits, TestDeeds.Of(VisitorRole.Viewer, _log));
    }

    [Fact]
    public void A_link_is_written_down_with_who_made_it()
    {
        SharedLink link = _desk.Share(Ann, new ShareRequest(new QueryLink("select 1")));

        AuditEntry entry = Assert.Single(_log.Find(new AuditFilter()).Entries);
        Assert.Equal(("Ada", "shared a result", $"query as link {link.Id}"), (entry.Actor.Visitor.Name, entry.What, entry.Detail));
    }

    [Fact]
    public void Too_many_links_a_minute_have_to_wait()
    {
        ConsoleStorageException? refused = null;
        for (int i = 0; i < 100 && refused is null; i++)
        {
            refused = Record.Exception(() => _desk.Share(Ann, new ShareRequest(new QueryLink($"select {i}")))) as ConsoleStorageException;
        }

        Assert.StartsWith("Too many shared results: at most 30 a minute. Try again in", refused?.Message, StringComparison.Ordinal);
        Assert.Equal(30, _log.Find(new AuditFilter(Take: 100)).Total);
    }

    public void Dispose()
    {
        _limits.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
