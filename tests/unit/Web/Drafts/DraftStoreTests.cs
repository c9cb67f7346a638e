using Ingestion.Sampling;
using UnitTests.Web.Audit;
using Web.Drafts;
using Web.Storage;

namespace UnitTests.Web.Drafts;

public sealed class DraftStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-drafts-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_draft_is_found_again_after_a_restart_with_its_sample()
    {
        TableDraft draft = Open().Create(DraftDocument.Of("b:1", "events").Json);
        SampledMessage message = new(1, 2, DateTimeOffset.UnixEpoch.AddDays(1), Key: null, "{}"u8.ToArray(), 2, [KeyValuePair.Create("h", default(ReadOnlyMemory<byte>?))]);
        Open().SaveSample(draft with { Sample = new TopicSample([message, message with { Offset = 3, Value = default(ReadOnlyMemory<byte>?), Bytes = -1 }], 2, 10, 1, IsCut: true, TimeSpan.FromSeconds(1)) { Following = 4 } });

        TableDraft found = Open().Find(draft.Id)!;

        Assert.Equal("events", new DraftDocument(found.Document).Topic);
        TopicSample sample = found.Sample!;
        Assert.Equal((2, 10L, 1L, true, 4L), (sample.Partitions, sample.Stored, sample.Deleted, sample.IsCut, sample.Following));
        Assert.Equal("{}"u8.ToArray(), sample.Messages[0].Value!.Value.ToArray());
        Assert.Equal(message.Time, sample.Messages[0].Time);
        Assert.Equal((null, null, null), (sample.Messages[0].Key, sample.Messages[0].Headers[0].Value, sample.Messages[1].Value));
    }

    [Fact]
    public void Changes_are_told_and_counted_and_typed_text_is_kept()
    {
        DraftStore store = Open();
        TableDraft draft = store.Create(DraftDocument.Of("b:1", "events").Json);
        List<string> changed = [];
        store.Changed += changed.Add;

        TableDraft kept = store.Save(draft with { Typed = "{" })!;

        Assert.Equal((2, "{"), (kept.Revision, store.Find(draft.Id)!.Typed));
        Assert.Equal([draft.Id], changed);
    }

    [Fact]
    public void A_draft_that_was_thrown_away_takes_no_change()
    {
        DraftStore store = Open();
        TableDraft draft = store.Create(DraftDocument.Of("b:1", "events").Json);
        Assert.Equal("events", Assert.Single(store.List()).Name);

        store.Delete(draft.Id);

        Assert.Null(store.Save(draft));
        Assert.Null(store.Find(draft.Id));
        Assert.Empty(store.List());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told()
    {
        DraftStore store = new(new ConsoleDatabase(Path.Combine(_directory, "not there")), TestDeeds.Free(_directory), TimeProvider.System);

        Assert.Contains("not there", Assert.Throws<ConsoleStorageException>(() => store.List()).Message, StringComparison.Ordinal);
    }

    private DraftStore Open() => new(new ConsoleDatabase(_directory), TestDeeds.Free(_directory), TimeProvider.System);
}
