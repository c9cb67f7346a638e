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

/// <summary>The console's storage cannot be read or written; the message is for people.</summary>
internal sealed class ConsoleStorageException(string message, Exception inner) : Exception(message, inner);
