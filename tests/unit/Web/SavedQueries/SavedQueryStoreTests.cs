using Web.Addresses;
using Web.SavedQueries;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.SavedQueries;

public sealed class SavedQueryStoreTests : IDisposable
{
    private static readonly Visitor Ann = new("1", "Ann", VisitorRole.Viewer);
    private static readonly Visitor Bob = new("2", "Bob", VisitorRole.Editor);
    private static readonly Visitor Admin = new("3", "Carol", VisitorRole.Admin);
    private static readonly SavedContent Content = new("Errors per hour", new QueryLink("select 1", View: ResultView.Chart)) { Description = "for the morning", Tags = ["ops", "daily"] };

    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-saved-").FullName;
    private readonly SteppedClock _clock = new();
    private readonly SavedQueryStore _store;

    public SavedQueryStoreTests() => _store = new SavedQueryStore(new ConsoleDatabase(_directory), _clock);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_saved_query_is_found_with_all_of_it()
    {
        string id = _store.Create(Ann, Content with { Title = " Errors per hour ", Tags = ["ops", " daily ", "OPS", ""] }).Id;

        SavedQuery found = _store.Find(Ann, id)!;

        Assert.Equal(("1", "Ann", 1, _clock.GetUtcNow(), null), (found.OwnerId, found.OwnerName, found.Version, found.ChangedAt, found.LastRunAt));
        Assert.Equal((Content.Title, Content.Description, Content.Query, SavedAudience.Private), (found.Content.Title, found.Content.Description, found.Content.Query, found.Content.Audience));
        Assert.Equal(["ops", "daily"], found.Content.Tags);
    }

    [Fact]
    public void Each_saving_is_a_version_that_can_be_restored()
    {
        string id = _store.Create(Ann, Content).Id;
        _store.Update(Ann, id, Content with { Query = new QueryLink("select 2") });

        SavedQuery restored = _store.Restore(Ann, id, 1)!;

        Assert.Equal((3, "select 1", ResultView.Chart), (restored.Version, restored.Content.Query.Sql, restored.Content.Query.View));
        Assert.Equal(["3 select 1", "2 select 2", "1 select 1"], _store.Versions(Ann, id).Select(version => $"{version.Version} {version.Content.Query.Sql}"));
        Assert.Null(_store.Restore(Ann, id, 9));
    }

    [Fact]
    public void A_hundred_versions_are_kept()
    {
        string id = _store.Create(Ann, Content).Id;
        for (int i = 0; i < 105; i++)
        {
            _store.Update(Ann, id, Content);
        }

        Assert.Equal((100, 106, 7), (_store.Versions(Ann, id).Count, _store.Versions(Ann, id)[0].Version, _store.Versions(Ann, id)[^1].Version));
    }

    [Fact]
    public void A_private_query_is_its_owners_alone()
    {
        string id = _store.Create(Ann, Content).Id;

        Assert.All([Bob, Admin], other =>
        {
            Assert.Null(_store.Find(other, id));
            Assert.Empty(_store.List(other));
            Assert.Empty(_store.Versions(other, id));
            Assert.Null(_store.Update(other, id, Content));
            Assert.Null(_store.Restore(other, id, 1));
            Assert.False(_store.Delete(other, id));
        });
        Assert.Equal(1, _store.Find(Ann, id)!.Version);
    }

    [Fact]
    public void The_team_sees_a_team_query_and_its_owner_or_an_admin_changes_it()
    {
        SavedQuery query = _store.Create(Ann, Content with { Audience = SavedAudience.Team });

        Assert.Equal([query.Id], _store.List(Bob).Select(found => found.Id));
        Assert.Single(_store.Versions(Bob, query.Id));
        Assert.Null(_store.Update(Bob, query.Id, Content));
        Assert.False(_store.Delete(Bob, query.Id));
        Assert.False(SavedQueryStore.MayEdit(Bob, query));
        Assert.True(SavedQueryStore.MayEdit(Admin, query));
        Assert.Equal("Ann", _store.Update(Admin, query.Id, Content with { Audience = SavedAudience.Team })!.OwnerName);
        Assert.True(_store.Delete(Admin, query.Id));
        Assert.Empty(_store.Versions(Ann, query.Id));
    }

    [Fact]
    public void A_run_is_noted_and_is_no_version()
    {
        string id = _store.Create(Ann, Content).Id;
        _clock.Step(TimeSpan.FromHours(1));
        _store.NoteRun(Bob, id);
        Assert.Null(_store.Find(Ann, id)!.LastRunAt);

        _store.NoteRun(Ann, id);

        Assert.Equal((1, _clock.GetUtcNow()), (_store.Find(Ann, id)!.Version, _store.Find(Ann, id)!.LastRunAt));
    }

    [Fact]
    public void What_is_incomplete_or_too_much_is_refused_in_words()
    {
        (SavedContent Content, string Words)[] refused =
        [
            (Content with { Title = " " }, "needs a title"),
            (Content with { Title = new string('x', 201) }, "201 characters"),
            (Content with { Description = new string('x', 10_001) }, "10001 characters"),
            (Content with { Tags = [.. Enumerable.Range(0, 21).Select(i => $"t{i}")] }, "21 tags"),
            (Content with { Tags = [new string('x', 51)] }, "51 characters"),
            (Content with { Query = new QueryLink("") }, "no statement"),
        ];

        Assert.All(refused, one => Assert.Contains(one.Words, Assert.Throws<ConsoleStorageException>(() => _store.Create(Ann, one.Content)).Message, StringComparison.Ordinal));
        Assert.Empty(_store.List(Ann));
    }
}
