using System.Text.Json;
using Microsoft.Data.Sqlite;
using Web.Storage;
using Web.Visitors;

namespace Web.SavedQueries;

/// <summary>Saved queries and their versions. Any number of threads; the last one to save wins, and what was before can be restored.</summary>
internal sealed class SavedQueryStore(ConsoleDatabase database, TimeProvider clock)
{
    /// <summary>Versions that are kept of one query; the oldest goes first.</summary>
    public const int MaxVersions = 100;

    private const int MaxTitleLength = 200;
    private const int MaxDescriptionLength = 10_000;
    private const int MaxTags = 20;
    private const int MaxTagLength = 50;
    private const int MostListed = 2_000;
    private const string Content = "title, description, tags, is_team, query";
    private const string Columns = $"id, owner_id, owner_name, version, changed_at, last_run_at, {Content}";
    private const string MaySee = "(owner_id = $visitor OR is_team = 1)";
    private const string MayChange = "(owner_id = $visitor OR (is_team = 1 AND $admin))";

    /// <summary>True if the visitor may save over it and delete it.</summary>
    public static bool MayEdit(Visitor visitor, SavedQuery query) =>
        query.OwnerId == visitor.Id || (query.Content.Audience == SavedAudience.Team && visitor.Role == VisitorRole.Admin);

    /// <summary>Saves something new.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be kept, or the content is not complete.</exception>
    public SavedQuery Create(Visitor owner, SavedContent content)
    {
        SavedQuery query = new(ShortIds.New(), owner.Id, owner.Name, 1, Now(), LastRunAt: null, Checked(content));
        database.Use(connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            connection.Run(
                $"INSERT INTO saved_queries ({Columns}) VALUES ($id, $owner, $name, 1, $at, NULL, $title, $description, $tags, $team, $query)",
                [("$id", query.Id), ("$owner", owner.Id), ("$name", owner.Name), ("$at", query.ChangedAt.ToUnixTimeMilliseconds()), .. Values(query.Content)]);
            KeepVersion(connection, query.Id);
            transaction.Commit();
            return 0;
        });
        return query;
    }

    /// <summary>Saves over a query; what it was stays as a version.</summary>
    /// <returns>The query as it is now; null if there is none of that id that the visitor may change.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be kept, or the content is not complete.</exception>
    public SavedQuery? Update(Visitor visitor, string id, SavedContent content)
    {
        SavedContent kept = Checked(content);
        return database.Use(connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            int changed = connection.Run(
                $"""
                UPDATE saved_queries SET version = version + 1, changed_at = $at, title = $title, description = $description, tags = $tags, is_team = $team, query = $query
                WHERE id = $id AND {MayChange}
                """,
                [("$id", id), .. Who(visitor), ("$at", Now().ToUnixTimeMilliseconds()), .. Values(kept)]);
            if (changed == 0)
            {
                return null;
            }

            KeepVersion(connection, id);
            SavedQuery? query = Find(connection, visitor, id);
            transaction.Commit();
            return query;
        });
    }

    /// <summary>The query of that id; null if there is none that the visitor may see.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be read.</exception>
    public SavedQuery? Find(Visitor visitor, string id) => database.Use(connection => Find(connection, visitor, id));

    /// <summary>The visitor's own queries and the team's, the last changed first.</summary>
    /// <exception cref="ConsoleStorageException">They cannot be read.</exception>
    public IReadOnlyList<SavedQuery> List(Visitor visitor) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command($"SELECT {Columns} FROM saved_queries WHERE {MaySee} ORDER BY changed_at DESC, id LIMIT {MostListed}", Who(visitor));
        return Read(command);
    });

    /// <summary>All versions, the newest first; the newest is the query itself. Empty if the visitor may not see it.</summary>
    /// <exception cref="ConsoleStorageException">They cannot be read.</exception>
    public IReadOnlyList<SavedVersion> Versions(Visitor visitor, string id) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command(
            $"""
            SELECT version, changed_at, {Content} FROM saved_query_versions
            WHERE id = $id AND EXISTS (SELECT 1 FROM saved_queries WHERE id = $id AND {MaySee}) ORDER BY version DESC
            """,
            [("$id", id), .. Who(visitor)]);
        using SqliteDataReader reader = command.ExecuteReader();
        List<SavedVersion> versions = [];
        while (reader.Read())
        {
            versions.Add(new SavedVersion(reader.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), ReadContent(reader, 2)));
        }

        return versions;
    });

    /// <summary>Saves an earlier version over the query; that is a version, too, so nothing is lost.</summary>
    /// <returns>The query as it is now; null if there is no such version, or the visitor may not change it.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be kept.</exception>
    public SavedQuery? Restore(Visitor visitor, string id, int version) =>
        Versions(visitor, id).FirstOrDefault(old => old.Version == version) is { } found ? Update(visitor, id, found.Content) : null;

    /// <summary>Notes that it is run now.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be written.</exception>
    public void NoteRun(Visitor visitor, string id) => database.Use(connection => connection.Run(
        $"UPDATE saved_queries SET last_run_at = $at WHERE id = $id AND {MaySee}", [("$id", id), ("$at", Now().ToUnixTimeMilliseconds()), .. Who(visitor)]));

    /// <summary>Deletes it with all its versions.</summary>
    /// <returns>False if there is none of that id that the visitor may change.</returns>
    /// <exception cref="ConsoleStorageException">It cannot be deleted.</exception>
    public bool Delete(Visitor visitor, string id) => database.Use(connection =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        bool isDeleted = connection.Run($"DELETE FROM saved_queries WHERE id = $id AND {MayChange}", [("$id", id), .. Who(visitor)]) > 0;
        if (isDeleted)
        {
            connection.Run("DELETE FROM saved_query_versions WHERE id = $id", ("$id", id));
        }

        transaction.Commit();
        return isDeleted;
    });

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static SavedContent Checked(SavedContent content)
    {
        string title = content.Title.Trim();
        string[] tags = [.. content.Tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        string? fault = title.Length == 0 ? "A saved query needs a title."
            : title.Length > MaxTitleLength ? $"The title has {title.Length} characters; at most {MaxTitleLength} are kept. Write the rest into the description."
            : content.Description.Length > MaxDescriptionLength ? $"The description has {content.Description.Length} characters; at most {MaxDescriptionLength} are kept. Shorten it."
            : tags.Length > MaxTags ? $"There are {tags.Length} tags; at most {MaxTags} are kept. Leave some out."
            : Array.Find(tags, tag => tag.Length > MaxTagLength) is { } tag ? $"The tag “{tag[..MaxTagLength]}…” has {tag.Length} characters; at most {MaxTagLength} are kept. Shorten it."
            : null;
        return fault is null ? content with { Title = title, Description = content.Description.Trim(), Tags = tags } : throw new ConsoleStorageException(fault);
    }

    private static (string Name, object Value)[] Values(SavedContent content) =>
    [
        ("$title", content.Title), ("$description", content.Description), ("$tags", JsonSerializer.Serialize(content.Tags)),
        ("$team", content.Audience == SavedAudience.Team ? 1 : 0), ("$query", StoredQuery.Write(content.Query)),
    ];

    private static (string Name, object Value)[] Who(Visitor visitor) => [("$visitor", visitor.Id), ("$admin", visitor.Role == VisitorRole.Admin ? 1 : 0)];

    private static void KeepVersion(SqliteConnection connection, string id)
    {
        connection.Run($"INSERT INTO saved_query_versions (id, version, changed_at, {Content}) SELECT id, version, changed_at, {Content} FROM saved_queries WHERE id = $id", ("$id", id));
        connection.Run($"DELETE FROM saved_query_versions WHERE id = $id AND version <= (SELECT version FROM saved_queries WHERE id = $id) - {MaxVersions}", ("$id", id));
    }

    private static SavedQuery? Find(SqliteConnection connection, Visitor visitor, string id)
    {
        using SqliteCommand command = connection.Command($"SELECT {Columns} FROM saved_queries WHERE id = $id AND {MaySee}", [("$id", id), .. Who(visitor)]);
        return Read(command).FirstOrDefault();
    }

    private static List<SavedQuery> Read(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<SavedQuery> queries = [];
        while (reader.Read())
        {
            queries.Add(new SavedQuery(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                reader.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)), ReadContent(reader, 6)));
        }

        return queries;
    }

    private static SavedContent ReadContent(SqliteDataReader reader, int first) => new(reader.GetString(first), StoredQuery.Read(reader.GetString(first + 4)))
    {
        Description = reader.GetString(first + 1),
        Tags = JsonSerializer.Deserialize<string[]>(reader.GetString(first + 2))!,
        Audience = reader.GetBoolean(first + 3) ? SavedAudience.Team : SavedAudience.Private,
    };
}
