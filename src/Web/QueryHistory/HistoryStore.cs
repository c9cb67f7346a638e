using System.Text.Json;
using Microsoft.Data.Sqlite;
using Web.Storage;
using Web.Visitors;

namespace Web.QueryHistory;

/// <summary>What each visitor ran: 1,000 entries and 30 days of it, and what they marked beyond that. Any number of threads.</summary>
internal sealed partial class HistoryStore(ConsoleDatabase database, TimeProvider clock, ILogger<HistoryStore> logger)
{
    /// <summary>Entries that are kept of a visitor; the oldest goes first. Marked ones are counted apart.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>How long entries are kept.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    private const string Columns = "id, started_at, elapsed_micros, row_count, tables, outcome, error, is_starred, query";

    /// <summary>Adds what ended. A history that cannot be written stops no query: that is logged, and the entry is lost.</summary>
    public void Add(Visitor visitor, HistoryEntry entry)
    {
        try
        {
            string query = StoredQuery.Write(entry.Query);
            database.Use(connection =>
            {
                using SqliteTransaction transaction = connection.BeginTransaction();
                connection.Run(
                    """
                    INSERT INTO history (owner_id, owner_name, started_at, elapsed_micros, row_count, tables, outcome, error, is_starred, query)
                    VALUES ($owner, $name, $started, $elapsed, $rows, $tables, $outcome, $error, $starred, $query)
                    """,
                    ("$owner", visitor.Id), ("$name", visitor.Name), ("$started", entry.StartedAt.ToUnixTimeMilliseconds()), ("$elapsed", (long)entry.Elapsed.TotalMicroseconds),
                    ("$rows", entry.Rows), ("$tables", JsonSerializer.Serialize(entry.Tables)), ("$outcome", entry.Outcome.ToString()),
                    ("$error", (object?)entry.Error ?? DBNull.Value), ("$starred", entry.IsStarred ? 1 : 0), ("$query", query));
                foreach (int starred in (int[])[0, 1])
                {
                    connection.Run(
                        $"""
                        DELETE FROM history WHERE owner_id = $owner AND is_starred = $starred
                        AND id <= (SELECT id FROM history WHERE owner_id = $owner AND is_starred = $starred ORDER BY id DESC LIMIT 1 OFFSET {MaxEntries})
                        """,
                        ("$owner", visitor.Id), ("$starred", starred));
                }

                connection.Run("DELETE FROM history WHERE owner_id = $owner AND is_starred = 0 AND started_at < $oldest", ("$owner", visitor.Id), ("$oldest", Oldest()));
                transaction.Commit();
                return 0;
            });
        }
        catch (ConsoleStorageException exception)
        {
            LogLost(logger, exception.Message);
        }
    }

    /// <summary>The visitor's entries, the newest first.</summary>
    /// <param name="visitor">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="ConsoleStorageException">They cannot be read.</exception>
    public IReadOnlyList<HistoryEntry> List(Visitor visitor, HistoryFilter filter, int most = MaxEntries) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command(
            $"""
            SELECT {Columns} FROM history
            WHERE owner_id = $owner AND (started_at >= $oldest OR is_starred = 1) ORDER BY id DESC
            """,
            ("$owner", visitor.Id), ("$oldest", Oldest()));
        using SqliteDataReader reader = command.ExecuteReader();
        List<HistoryEntry> entries = [];
        while (entries.Count < most && reader.Read())
        {
            HistoryEntry entry = Read(reader);
            if (filter.Has(entry))
            {
                entries.Add(entry);
            }
        }

        return entries;
    });

    /// <summary>One of the visitor's entries; null if there is none of that id.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be read.</exception>
    public HistoryEntry? Find(Visitor visitor, long id) => database.Use(connection =>
    {
        using SqliteCommand command = connection.Command($"SELECT {Columns} FROM history WHERE id = $id AND owner_id = $owner", ("$id", id), ("$owner", visitor.Id));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    });

    /// <summary>Marks an entry or takes the mark away.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be written.</exception>
    public void Star(Visitor visitor, long id, bool isStarred) => database.Use(connection => connection.Run(
        "UPDATE history SET is_starred = $starred WHERE id = $id AND owner_id = $owner", ("$starred", isStarred ? 1 : 0), ("$id", id), ("$owner", visitor.Id)));

    /// <summary>Forgets all entries of the visitor but those they marked.</summary>
    /// <exception cref="ConsoleStorageException">It cannot be written.</exception>
    public void Clear(Visitor visitor) => database.Use(connection => connection.Run("DELETE FROM history WHERE owner_id = $owner AND is_starred = 0", ("$owner", visitor.Id)));

    private long Oldest() => (clock.GetUtcNow() - MaxAge).ToUnixTimeMilliseconds();

    private static HistoryEntry Read(SqliteDataReader reader) => new(
        StoredQuery.Read(reader.GetString(8)), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), TimeSpan.FromMicroseconds(reader.GetInt64(2)), Enum.Parse<HistoryOutcome>(reader.GetString(5)))
    {
        Id = reader.GetInt64(0),
        Rows = reader.GetInt32(3),
        Tables = JsonSerializer.Deserialize<string[]>(reader.GetString(4))!,
        Error = reader.IsDBNull(6) ? null : reader.GetString(6),
        IsStarred = reader.GetBoolean(7),
    };

    [LoggerMessage(EventId = 420, Level = LogLevel.Warning, Message = "A query is not in the history: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
