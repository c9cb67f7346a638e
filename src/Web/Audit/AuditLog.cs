using System.Globalization;
using Microsoft.Data.Sqlite;
using Web.Storage;
using Web.Visitors;

namespace Web.Audit;

/// <summary>Keeps who did what, in the console's database; the oldest lines go when there are too many. Any number of threads.</summary>
internal sealed partial class AuditLog(ConsoleDatabase database, TimeProvider clock, ILogger<AuditLog> logger)
{
    /// <summary>Most lines that are kept.</summary>
    public const int Kept = 100_000;

    private const int MaxDetail = 1_000;

    private long _lost;

    /// <summary>Lines that could not be written since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Writes one line. What cannot be written is counted and logged: nothing that people do waits for it.</summary>
    public void Record(Actor actor, Deed deed, string? table, string detail, AuditOutcome outcome)
    {
        try
        {
            database.Use(connection =>
            {
                using SqliteCommand command = connection.Command(
                    """
                    INSERT INTO audit (at, who, visitor, role, address, what, table_name, detail, outcome)
                    VALUES ($at, $who, $visitor, $role, $address, $what, $table, $detail, $outcome) RETURNING id
                    """,
                    ("$at", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("$who", actor.Visitor.Name), ("$visitor", actor.Visitor.Id), ("$role", actor.Visitor.Role.ToString()),
                    ("$address", actor.Address), ("$what", deed.Word), ("$table", (object?)table ?? DBNull.Value), ("$detail", detail.Length <= MaxDetail ? detail : detail[..MaxDetail]),
                    ("$outcome", outcome.ToString()));
                long id = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
                return connection.Run("DELETE FROM audit WHERE id <= $oldest", ("$oldest", id - Kept));
            });
        }
        catch (ConsoleStorageException exception)
        {
            Interlocked.Increment(ref _lost);
            LogLost(logger, actor.Visitor.Id, deed.Word, table, outcome, exception.Message);
        }
    }

    /// <summary>Lines that match, newest first, and how many there are of them.</summary>
    /// <exception cref="ConsoleStorageException">They cannot be read.</exception>
    public (IReadOnlyList<AuditEntry> Entries, int Total) Find(AuditFilter filter) => database.Use<(IReadOnlyList<AuditEntry>, int)>(connection =>
    {
        const string Where =
            """
            WHERE ($table = '' OR table_name = $table COLLATE NOCASE)
              AND ($who = '' OR instr(lower(who), lower($who)) > 0 OR instr(visitor, $who) > 0)
              AND ($text = '' OR instr(lower(what || ' ' || coalesce(table_name, '') || ' ' || detail || ' ' || who || ' ' || role || ' ' || address || ' ' || outcome), lower($text)) > 0)
            """;
        (string, object)[] values = [("$table", filter.Table), ("$who", filter.Who), ("$text", filter.Text)];
        using SqliteCommand count = connection.Command($"SELECT count(*) FROM audit {Where}", values);
        int total = Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
        using SqliteCommand command = connection.Command(
            $"SELECT id, at, who, visitor, role, address, what, table_name, detail, outcome FROM audit {Where} ORDER BY id DESC LIMIT $take OFFSET $skip",
            [.. values, ("$take", filter.Take), ("$skip", filter.Skip)]);
        using SqliteDataReader reader = command.ExecuteReader();
        List<AuditEntry> entries = [];
        while (reader.Read())
        {
            entries.Add(Read(reader));
        }

        return (entries, total);
    });

    private static AuditEntry Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
        new Actor(new Visitor(reader.GetString(3), reader.GetString(2), Enum.TryParse(reader.GetString(4), out VisitorRole role) ? role : VisitorRole.Viewer), reader.GetString(5)),
        reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.GetString(8),
        Enum.TryParse(reader.GetString(9), out AuditOutcome outcome) ? outcome : AuditOutcome.Failed);

    [LoggerMessage(EventId = 40, Level = LogLevel.Error, Message = "not in the audit log: {Visitor} {What} {Table} ({Outcome}): {Reason}")]
    private static partial void LogLost(ILogger logger, string visitor, string what, string? table, AuditOutcome outcome, string reason);
}
