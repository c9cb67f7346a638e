using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace EndToEndTests.Golden;

/// <summary>A line of a case's messages: a message for Kafka, or a step of its transaction.</summary>
internal sealed class GoldenMessage(JsonElement line)
{
    /// <summary><c>begin</c>, <c>commit</c> or <c>abort</c>; null if it is a message.</summary>
    public string? Operation { get; } = line.TryGetProperty("op", out JsonElement operation) ? operation.GetString() : null;

    public int Partition { get; } = line.TryGetProperty("partition", out JsonElement partition) && partition.ValueKind == JsonValueKind.Number ? partition.GetInt32() : 0;

    public byte[]? Value { get; set; } = Bytes(line, "value", "valueEncoding");

    /// <summary>Its lines in order.</summary>
    /// <param name="path">With or without <c>.gz</c> on disk.</param>
    public static IReadOnlyList<GoldenMessage> Read(string path)
    {
        using Stream file = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using StreamReader reader = new(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => new GoldenMessage(JsonSerializer.Deserialize<JsonElement>(text)))];
    }

    /// <summary>As Kafka takes it. Times relative to now are those of this moment.</summary>
    public Message<byte[]?, byte[]?> ToKafka()
    {
        Message<byte[]?, byte[]?> message = new() { Key = Bytes(line, "key", "keyEncoding"), Value = Value, Headers = [] };
        if (line.TryGetProperty("timestamp", out JsonElement time))
        {
            message.Timestamp = new Timestamp(time.GetInt64(), TimestampType.CreateTime);
        }
        else if (line.TryGetProperty("timestampAgo", out JsonElement ago))
        {
            message.Timestamp = new Timestamp(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - ago.GetInt64(), TimestampType.CreateTime);
        }

        if (line.TryGetProperty("headers", out JsonElement headers) && headers.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement pair in headers.EnumerateArray())
            {
                message.Headers.Add(pair[0].GetString(), HeaderBytes(pair[1]));
            }
        }

        return message;
    }

    private static byte[]? HeaderBytes(JsonElement value) => value.ValueKind switch
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
