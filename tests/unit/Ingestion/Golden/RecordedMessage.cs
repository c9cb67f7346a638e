using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace UnitTests.Ingestion.Golden;

/// <summary>One recorded Kafka message.</summary>
internal sealed class RecordedMessage(JsonElement line)
{
    public int Partition { get; } = line.GetProperty("partition").GetInt32();

    public byte[]? Key { get; } = Bytes(line, "key", "keyEncoding");

    /// <summary>Null of a tombstone.</summary>
    public byte[]? Value { get; } = Bytes(line, "value", "valueEncoding");

    /// <summary>Epoch milliseconds; those that are relative to now count from the reading of the case.</summary>
    public long Timestamp { get; } = line.TryGetProperty("timestamp", out JsonElement time) ? time.GetInt64()
        : line.TryGetProperty("timestampAgo", out JsonElement ago) ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - ago.GetInt64()
        : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; } = line.TryGetProperty("headers", out JsonElement headers) && headers.ValueKind == JsonValueKind.Array
        ? [.. headers.EnumerateArray().Select(pair => new KeyValuePair<string, byte[]?>(pair[0].GetString()!, Header(pair[1])))]
        : [];

    /// <summary>The messages of a case in producing order.</summary>
    /// <param name="path">With or without <c>.gz</c> on disk; no file, no messages.</param>
    public static IReadOnlyList<RecordedMessage> ReadAll(string path)
    {
        if (!File.Exists(path) && !File.Exists(path + ".gz"))
        {
            return [];
        }

        using Stream file = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using StreamReader reader = new(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => new RecordedMessage(JsonSerializer.Deserialize<JsonElement>(text)))];
    }

    private static byte[]? Header(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => value.GetProperty("base64").GetBytesFromBase64(),
        _ => Encoding.UTF8.GetBytes(value.GetString()!),
    };

    private static byte[]? Bytes(JsonElement line, string name, string encodingName)
    {
        if (!line.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        bool isBase64 = line.TryGetProperty(encodingName, out JsonElement encoding) && encoding.ValueEquals("base64");
        return isBase64 ? value.GetBytesFromBase64() : Encoding.UTF8.GetBytes(value.GetString()!);
    }
}
