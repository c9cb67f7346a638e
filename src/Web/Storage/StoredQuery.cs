using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Web.Addresses;

namespace Web.Storage;

/// <summary>A statement with its options as JSON: the same one is always the same text, also after an option was added to the program.</summary>
internal static class StoredQuery
{
    /// <summary>Longest statement that is kept, in UTF-16 units.</summary>
    public const int MaxSqlLength = 1_000_000;

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Checks and writes.</summary>
    /// <exception cref="ConsoleStorageException">The statement is empty or too long.</exception>
    public static string Write(QueryLink query)
    {
        if (string.IsNullOrWhiteSpace(query.Sql))
        {
            throw new ConsoleStorageException("There is no statement to keep: the editor is empty.");
        }

        return query.Sql.Length > MaxSqlLength
            ? throw new ConsoleStorageException($"The statement has {query.Sql.Length} characters; at most {MaxSqlLength} can be kept. Shorten it, such as a long IN list.")
            : JsonSerializer.Serialize(query, Compact);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static QueryLink Read(string text) => JsonSerializer.Deserialize<QueryLink>(text, Compact)!;
}
