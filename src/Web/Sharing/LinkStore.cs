using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Web.Storage;
using Web.Visitors;

namespace Web.Sharing;

/// <summary>
/// Short links. The id is a hash of what is shared, so the same thing shared twice is the same link; a salt that never leaves the
/// database keeps anybody from finding out what was shared by trying. Any number of threads.
/// </summary>
internal sealed class LinkStore(ConsoleDatabase database, TimeProvider clock)
{
    private const int MaxTitleLength = 200;
    private const int MostListed = 1_000;
    private const string Columns = "id, title, owner_id, owner_name, created_at, expires_at, is_private, query, hits, is_revoked, snapshot IS NOT NULL";
    private const string IsOpen = "is_revoked = 0 AND (expires_at IS NULL OR expires_at > $now) AND (is_private = 0 OR owner_id = $visitor)";

    /// <summary>The id that <see cref="Share"/> would give; nothing is kept.</summary>
    /// <exception cref="ConsoleStorageException">The statement cannot be kept, or the storage cannot be read.</exception>
    public string IdOf(Visitor owner, ShareRequest request) =>
        Id(database.Use(Salt), owner, request, StoredQuery.Write(request.Query), request.Snapshot is null ? null : SnapshotJson.Write(request.Snapshot));

    /// <summary>Makes a link, or finds the one that there is for the same thing; that keeps its title and its owner, and lives as long as either wanted.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be kept.</exception>
    public SharedLink Share(Visitor owner, ShareRequest request)
    {
        string query = StoredQuery.Write(request.Query);
        byte[]? snapshot = request.Snapshot is null ? null : SnapshotJson.Write(request.Snapshot);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.Use(connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            string id = Id(Salt(connection), owner, request, query, snapshot);

            // What nobody can open any more is made anew.
            connection.Run("DELETE FROM links WHERE id = $id AND (is_revoked = 1 OR expires_at <= $now)", ("$id", id), ("$now", now));
            connection.Run(
                """
                INSERT INTO links (id, title, owner_id, owner_name, created_at, expires_at, is_private, query, snapshot, hits, is_revoked)
                VALUES ($id, $title, $owner, $name, $now, $expires, $private, $query, $snapshot, 0, 0)
                ON CONFLICT (id) DO UPDATE SET expires_at = CASE WHEN expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL ELSE max(expires_at, excluded.expires_at) END
                """,
                ("$id", id), ("$title", Title(request)), ("$owner", owner.Id), ("$name", owner.Name), ("$now", now),
                ("$expires", request.Life is { } life ? now + (long)life.TotalMilliseconds : DBNull.Value),
                ("$private", request.Audience == LinkAudience.OwnerOnly ? 1 : 0), ("$query", query), ("$snapshot", (object?)snapshot ?? DBNull.Value));
            using SqliteCommand command = connection.Command($"SELECT {Columns} FROM links WHERE id = $id", ("$id", id));
            SharedLink link = Read(command)[0] with { Snapshot = request.Snapshot };
            transaction.Commit();
            return link;
        });
    }

    /// <summary>Opens a link and counts it.</summary>
    /// <returns>Null if there is none, if it has expired or was revoked, or if it is not for this visitor: they learn not which.</returns>
    /// <exception cref="ConsoleStorageException">The storage cannot be read.</exception>
    public SharedLink? Open(Visitor visitor, string id) => Find(visitor, id, $"UPDATE links SET hits = hits + 1 WHERE id = $id AND {IsOpen} RETURNING {Columns}, snapshot");

    /// <summary>As <see cref="Open"/>, without counting: the page is only loaded again.</summary>
    /// <exception cref="ConsoleStorageException">The storage cannot be read.</exception>
    public SharedLink? Find(Visitor visitor, string id) => Find(visitor, id, $"SELECT {Columns}, snapshot FROM links WHERE id = $id AND {IsOpen}");

    /// <summary>Links, the newest first: an admin's view of all, everybody else's of their own.</summary>
    /// <exception cref="ConsoleStorageException">The storage cannot be read.</exception>
    public IReadOnlyList<SharedLink> List(Visitor visitor) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command(
            $"SELECT {Columns} FROM links WHERE owner_id = $visitor OR $all ORDER BY created_at DESC, id LIMIT {MostListed}", ("$visitor", visitor.Id), ("$all", IsAdmin(visitor)));
        return Read(command);
    });

    /// <summary>Makes a link open nothing from now on and lets its answer go. Its owner may, and an admin.</summary>
    /// <returns>False if there is no such link that the visitor may revoke.</returns>
    /// <exception cref="ConsoleStorageException">The storage cannot be written.</exception>
    public bool Revoke(Visitor visitor, string id) => database.Use(connection => connection.Run(
        "UPDATE links SET is_revoked = 1, snapshot = NULL WHERE id = $id AND is_revoked = 0 AND (owner_id = $visitor OR $all)",
        ("$id", id), ("$visitor", visitor.Id), ("$all", IsAdmin(visitor)))) > 0;

    private SharedLink? Find(Visitor visitor, string id, string statement) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command(statement, ("$id", id), ("$visitor", visitor.Id), ("$now", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return Read(command).FirstOrDefault();
    });

    private static int IsAdmin(Visitor visitor) => visitor.Role == VisitorRole.Admin ? 1 : 0;

    private static byte[] Salt(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command("SELECT salt FROM link_salt");
        return (byte[])command.ExecuteScalar()!;
    }

    private static string Id(byte[] salt, Visitor owner, ShareRequest request, string query, byte[]? snapshot)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(query)));
        hash.AppendData(snapshot is null ? [] : SHA256.HashData(snapshot));
        hash.AppendData(Encoding.UTF8.GetBytes(request.Audience == LinkAudience.OwnerOnly ? $"only {owner.Id}" : "everybody"));
        return ShortIds.Of(hash.GetHashAndReset());
    }

    private static string Title(ShareRequest request)
    {
        string title = request.Title.Trim();
        if (title.Length == 0)
        {
            string sql = request.Query.Sql.Trim();
            int end = sql.AsSpan().IndexOfAny('\r', '\n');
            title = end < 0 ? sql : sql[..end];
        }

        return title.Length <= MaxTitleLength ? title : title[..MaxTitleLength];
    }

    private static List<SharedLink> Read(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<SharedLink> links = [];
        while (reader.Read())
        {
            bool hasSnapshot = reader.GetBoolean(10);
            links.Add(new SharedLink(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)), reader.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                reader.GetBoolean(6) ? LinkAudience.OwnerOnly : LinkAudience.Everybody, StoredQuery.Read(reader.GetString(7)), reader.GetInt64(8), reader.GetBoolean(9))
            {
                HasSnapshot = hasSnapshot,
                Snapshot = hasSnapshot && reader.FieldCount > 11 ? SnapshotJson.Read(reader.GetFieldValue<byte[]>(11)) : null,
            });
        }

        return links;
    }
}
