using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Web.Storage;

/// <summary>What the console keeps besides tables, in one SQLite file of the data folder: made at first use, brought up to date by numbered steps.</summary>
/// <remarks>Nothing that tables need lies there: without it, or with a disk that takes no more, they go on. Any number of threads.</remarks>
/// <param name="dataDirectory">The data folder.</param>
internal sealed class ConsoleDatabase(string dataDirectory)
{
    // A step is never changed once it is released; a new one is added behind it.
    private static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE drafts (
          id TEXT PRIMARY KEY, revision INTEGER NOT NULL, changed_at INTEGER NOT NULL, document TEXT NOT NULL, typed TEXT, sample BLOB
        ) STRICT
        """,
        """
        CREATE TABLE link_salt (salt BLOB NOT NULL) STRICT;
        INSERT INTO link_salt VALUES (randomblob(16));
        CREATE TABLE links (
          id TEXT PRIMARY KEY, title TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER,
          is_private INTEGER NOT NULL, query TEXT NOT NULL, snapshot BLOB, hits INTEGER NOT NULL, is_revoked INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE saved_queries (
          id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, version INTEGER NOT NULL, changed_at INTEGER NOT NULL, last_run_at INTEGER,
          title TEXT NOT NULL, description TEXT NOT NULL, tags TEXT NOT NULL, is_team INTEGER NOT NULL, query TEXT NOT NULL
        ) STRICT;
        CREATE TABLE saved_query_versions (
          id TEXT NOT NULL, version INTEGER NOT NULL, changed_at INTEGER NOT NULL,
          title TEXT NOT NULL, description TEXT NOT NULL, tags TEXT NOT NULL, is_team INTEGER NOT NULL, query TEXT NOT NULL,
          PRIMARY KEY (id, version)
        ) STRICT;
        CREATE TABLE history (
          id INTEGER PRIMARY KEY, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, started_at INTEGER NOT NULL, elapsed_micros INTEGER NOT NULL,
          row_count INTEGER NOT NULL, tables TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT, is_starred INTEGER NOT NULL, query TEXT NOT NULL
        ) STRICT;
        CREATE INDEX history_of_owner ON history (owner_id, is_starred, id);
        """,
        """
        CREATE TABLE audit (
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, visitor TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL,
          what TEXT NOT NULL, table_name TEXT, detail TEXT NOT NULL, outcome TEXT NOT NULL
        ) STRICT
        """,
    ];

    private readonly Lock _preparing = new();
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataDirectory, "console.db"),
        DefaultTimeout = 5,
    }.ToString();

    private bool _isPrepared;

    /// <summary>Asks or changes something.</summary>
    /// <exception cref="ConsoleStorageException">The file cannot be read or written.</exception>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            Prepare();
            using SqliteConnection connection = Open();
            return work(connection);
        }
        catch (SqliteException exception)
        {
            throw new ConsoleStorageException($"The console's own storage ({Path.Combine(dataDirectory, "console.db")}) does not take this: {exception.Message} Tables are not affected.", exception);
        }
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(_connection);
        connection.Open();
        return connection;
    }

    private void Prepare()
    {
        lock (_preparing)
        {
            if (_isPrepared)
            {
                return;
            }

            using SqliteConnection connection = Open();
            connection.Run("PRAGMA journal_mode = WAL");
            using SqliteTransaction transaction = connection.BeginTransaction();
            for (int step = Version(connection); step < Steps.Length; step++)
            {
                connection.Run(Steps[step]);
                connection.Run($"PRAGMA user_version = {step + 1}");
            }

            transaction.Commit();
            _isPrepared = true;
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command("PRAGMA user_version");
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The console's storage cannot be read or written, or does not take this; the message is for people.</summary>
internal sealed class ConsoleStorageException(string message, Exception? inner = null) : Exception(message, inner);
