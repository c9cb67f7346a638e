using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Sampling;
using Microsoft.Data.Sqlite;
using Web.Audit;
using Web.Storage;
using Web.Visitors;

namespace Web.Drafts;

/// <summary>Keeps drafts: whoever opens the address of one goes on where it was left. Any number of threads.</summary>
internal sealed class DraftStore(ConsoleDatabase database, Deeds deeds, TimeProvider clock)
{
    private const int MostListed = 50;

    private readonly ConcurrentDictionary<string, string?> _changedBy = new(StringComparer.Ordinal); // of drafts that were changed since the start

    /// <summary>Told the id of each draft that changes.</summary>
    public event Action<string>? Changed;

    /// <summary>Begins a draft.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be kept.</exception>
    public TableDraft Create(JsonObject document)
    {
        Demand();
        TableDraft draft = new(ShortIds.New(), 1, clock.GetUtcNow(), document, Typed: null);
        database.Use(connection => connection.Run(
            "INSERT INTO drafts (id, revision, changed_at, document) VALUES ($id, 1, $at, $document)",
            ("$id", draft.Id), ("$at", draft.ChangedAt.ToUnixTimeMilliseconds()), ("$document", document.ToJsonString())));
        return draft;
    }

    /// <summary>The draft of that id; null if there is none.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be read.</exception>
    public TableDraft? Find(string id) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command("SELECT revision, changed_at, document, typed, sample FROM drafts WHERE id = $id", ("$id", id));
        using SqliteDataReader reader = command.ExecuteReader();
        return !reader.Read() ? null : new TableDraft(
            id, reader.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), JsonNode.Parse(reader.GetString(2))!.AsObject(), reader.IsDBNull(3) ? null : reader.GetString(3))
        {
            Sample = reader.IsDBNull(4) ? null : JsonSerializer.Deserialize<TopicSample>(reader.GetFieldValue<byte[]>(4)),
            ChangedBy = _changedBy.GetValueOrDefault(id),
        };
    });

    /// <summary>The newest drafts first.</summary>
    /// <exception cref="ConsoleStorageException">They cannot be read.</exception>
    public IReadOnlyList<DraftSummary> List() => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command($"SELECT id, document, changed_at FROM drafts ORDER BY changed_at DESC LIMIT {MostListed}");
        using SqliteDataReader reader = command.ExecuteReader();
        List<DraftSummary> drafts = [];
        while (reader.Read())
        {
            DraftDocument document = new(JsonNode.Parse(reader.GetString(1))!.AsObject());
            drafts.Add(new DraftSummary(reader.GetString(0), document.Name, document.Topic, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))));
        }

        return drafts;
    });

    /// <summary>Keeps a change of the document; the last one wins.</summary>
    /// <returns>The draft as it is now; null if somebody has deleted it.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be kept.</exception>
    public TableDraft? Save(TableDraft draft) => Keep(
        draft, "UPDATE drafts SET revision = revision + 1, changed_at = $at, document = $document, typed = $typed WHERE id = $id",
        ("$document", draft.Document.ToJsonString()), ("$typed", (object?)draft.Typed ?? DBNull.Value));

    /// <summary>Keeps the sample with its draft.</summary>
    /// <returns>The draft as it is now; null if somebody has deleted it.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be kept.</exception>
    public TableDraft? SaveSample(TableDraft draft) => Keep(
        draft, "UPDATE drafts SET revision = revision + 1, changed_at = $at, sample = $sample WHERE id = $id",
        ("$sample", draft.Sample is null ? DBNull.Value : JsonSerializer.SerializeToUtf8Bytes(draft.Sample)));

    /// <summary>Throws a draft away.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be.</exception>
    public void Delete(string id)
    {
        Demand();
        database.Use(connection => connection.Run("DELETE FROM drafts WHERE id = $id", ("$id", id)));
        _changedBy.TryRemove(id, out _);
        Changed?.Invoke(id);
    }

    private TableDraft? Keep(TableDraft draft, string statement, params (string Name, object Value)[] values)
    {
        Demand();
        DateTimeOffset now = clock.GetUtcNow();
        int? revision = database.Use(connection =>
        {
            using SqliteCommand command = connection.Command($"{statement} RETURNING revision", [.. values, ("$id", draft.Id), ("$at", now.ToUnixTimeMilliseconds())]);
            return command.ExecuteScalar() is long number ? (int?)number : null;
        });
        if (revision is not { } kept)
        {
            return null;
        }

        _changedBy[draft.Id] = draft.ChangedBy;
        Changed?.Invoke(draft.Id);
        return draft with { Revision = kept, ChangedAt = now };
    }

    // Drafts are tables in the making: an editor's.
    private void Demand()
    {
        try
        {
            deeds.Demand(VisitorRole.Editor, "Making tables");
        }
        catch (RefusedException refusal)
        {
            throw new ConsoleStorageException(refusal.Message, refusal);
        }
    }
}
