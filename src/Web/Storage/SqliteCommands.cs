using Microsoft.Data.Sqlite;

namespace Web.Storage;

/// <summary>Statements with their values as parameters.</summary>
internal static class SqliteCommands
{
    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public static int Run(this SqliteConnection connection, string statement, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = connection.Command(statement, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>A statement to run; the caller disposes of it.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string statement, params (string Name, object Value)[] values)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // callers write constants; values are parameters
        command.CommandText = statement;
#pragma warning restore CA2100
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
