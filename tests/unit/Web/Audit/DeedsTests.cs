using System.Text.Json.Nodes;
using Web.Audit;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Audit;

public sealed class DeedsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-audit-").FullName;
    private readonly AuditLog _log;

    public DeedsTests() => _log = TestDeeds.Log(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_is_done_is_written_down_with_who_and_where()
    {
        await TestDeeds.Of(VisitorRole.Editor, _log).DoAsync(Deed.Paused, "events", "for the night", () => Task.CompletedTask);

        AuditEntry entry = Assert.Single(_log.Find(new AuditFilter()).Entries);
        Assert.Equal(new Actor(new Visitor("b-1", "Ada", VisitorRole.Editor), "10.0.0.1"), entry.Actor);
        Assert.Equal(("paused", "events", "for the night", AuditOutcome.Done), (entry.What, entry.Table, entry.Detail, entry.Outcome));
    }

    [Fact]
    public void Whoever_may_not_is_told_what_it_takes_and_nothing_happens()
    {
        bool isDone = false;

        RefusedException refusal = Assert.Throws<RefusedException>(() => TestDeeds.Of(VisitorRole.Viewer, _log).Do(Deed.Paused, "events", "", () => { isDone = true; }));

        Assert.Equal("Pausing needs the editor role. Use the token of the editors; whoever runs this server has it.", refusal.Message);
        Assert.False(isDone);
        Assert.Equal(AuditOutcome.Refused, Assert.Single(_log.Find(new AuditFilter()).Entries).Outcome);
    }

    [Fact]
    public async Task What_fails_is_written_down_as_failed()
    {
        await Assert.ThrowsAsync<IOException>(() => TestDeeds.Of(VisitorRole.Editor, _log).DoAsync(Deed.Paused, "events", "", () => throw new IOException("no")));

        Assert.Equal(AuditOutcome.Failed, Assert.Single(_log.Find(new AuditFilter()).Entries).Outcome);
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nobody_and_is_counted()
    {
        AuditLog broken = TestDeeds.Log(Path.Combine(_directory, "not there"));
        bool isDone = false;

        TestDeeds.Of(VisitorRole.Editor, broken).Do(Deed.Paused, "events", "", () => { isDone = true; });

        Assert.True(isDone);
        Assert.Equal(1, broken.Lost);
    }

    [Fact]
    public void Lines_are_found_by_text_table_and_name_newest_first_and_in_pages()
    {
        Deeds deeds = TestDeeds.Of(VisitorRole.Admin, _log);
        deeds.Record(Deed.TableCreated, "events", "");
        deeds.Record(Deed.Paused, "orders", "at night");
        deeds.Record(Deed.Resumed, "events", "");

        Assert.Equal(["resumed", "paused", "created table"], Found(new AuditFilter()));
        Assert.Equal(["resumed", "created table"], Found(new AuditFilter(Table: "EVENTS")));
        Assert.Equal(["paused"], Found(new AuditFilter(Text: "Night")));
        Assert.Equal(3, _log.Find(new AuditFilter(Who: "ada")).Total);
        Assert.Empty(Found(new AuditFilter(Who: "grace")));
        Assert.Equal(["paused"], Found(new AuditFilter(Skip: 1, Take: 1)));
    }

    [Fact]
    public void Only_so_many_lines_are_kept()
    {
        new ConsoleDatabase(_directory).Use(connection => connection.Run(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {AuditLog.Kept})
            INSERT INTO audit (at, who, visitor, role, address, what, detail, outcome) SELECT i, '', 'x', 'Admin', '', 'old', '', 'Done' FROM n
            """));

        TestDeeds.Of(VisitorRole.Admin, _log).Record(Deed.Paused, "events", "");

        Assert.Equal(AuditLog.Kept, _log.Find(new AuditFilter()).Total);
        Assert.Equal(["paused"], Found(new AuditFilter(Take: 1)));
    }

    [Fact]
    public void Changed_keys_are_named_and_their_values_are_not()
    {
        JsonNode old = JsonNode.Parse("""{"a":{"password":"one","kept":1},"list":[1,2]}""")!;
        JsonNode next = JsonNode.Parse("""{"a":{"password":"two","kept":1},"list":[1,3],"new":true}""")!;

        Assert.Equal("a.password, list[1], new", ChangedKeys.Of(old, next));
        Assert.Equal("nothing", ChangedKeys.Of(old, old));
    }

    private IEnumerable<string> Found(AuditFilter filter) => _log.Find(filter).Entries.Select(entry => entry.What);
}
