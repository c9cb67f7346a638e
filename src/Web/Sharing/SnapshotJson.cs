using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Query.Results;

namespace Web.Sharing;

/// <summary>Snapshots as JSON. Every value comes back as the same value of the same type, whatever type its column says.</summary>
internal static class SnapshotJson
{
    private const string NotANumber = "f"; // {"f":"NaN"}: floating point that JSON has no number for

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many of the first rows a snapshot may hold.</summary>
    public static int CountFitting(IReadOnlyList<object?[]> rows)
    {
        ArrayBufferWriter<byte> output = new();
        using Utf8JsonWriter json = new(output, Compact);
        json.WriteStartArray();
        int count = 0;
        while (count < rows.Count && count < ResultSnapshot.MaxRows)
        {
            Write(json, rows[count]);
            if (json.BytesCommitted + json.BytesPending > ResultSnapshot.MaxBytes)
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>The snapshot as UTF-8.</summary>
    public static byte[] Write(ResultSnapshot snapshot)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("ranAt", snapshot.RanAt.ToUnixTimeMilliseconds());
            json.WriteNumber("elapsedMicros", (long)snapshot.Elapsed.TotalMicroseconds);
            json.WriteNumber("dataUntil", snapshot.DataUntil?.ToUnixTimeMilliseconds() ?? 0);
            json.WriteNumber("totalRows", snapshot.TotalRows);
            WriteTexts(json, "tables", snapshot.Tables);
            WriteTexts(json, "names", snapshot.Columns.Select(column => column.Name));
            WriteTexts(json, "types", snapshot.Columns.Select(column => column.Type));
            json.WriteStartArray("rows");
            foreach (object?[] row in snapshot.Rows)
            {
                Write(json, row);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write(ResultSnapshot)"/> wrote.</summary>
    public static ResultSnapshot Read(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement json = document.RootElement;
        long dataUntil = json.GetProperty("dataUntil").GetInt64();
        return new ResultSnapshot
        {
            RanAt = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("ranAt").GetInt64()),
            Elapsed = TimeSpan.FromMicroseconds(json.GetProperty("elapsedMicros").GetInt64()),
            DataUntil = dataUntil == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(dataUntil),
            TotalRows = json.GetProperty("totalRows").GetInt32(),
            Tables = [.. Texts(json, "tables")],
            Columns = [.. Texts(json, "names").Zip(Texts(json, "types"), (name, type) => new ResultColumn(name, type))],
            Rows = [.. json.GetProperty("rows").EnumerateArray().Select(ReadArray)],
        };
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                WriteDouble(json, number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Array items:
                json.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new UnreachableException($"an answer holds no {value.GetType()}");
        }
    }

    // With a point or an exponent, also where the number is whole: that tells it from a long.
    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (double.IsFinite(number))
        {
            json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0", skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString(NotANumber, text);
        json.WriteEndObject();
    }

    private static object?[] ReadArray(JsonElement json) => [.. json.EnumerateArray().Select(Read)];

    private static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Array => ReadArray(json),
        JsonValueKind.Object => double.Parse(json.GetProperty(NotANumber).GetString()!, CultureInfo.InvariantCulture),
        _ => json.GetRawText().AsSpan().ContainsAny('.', 'E') ? (object)json.GetDouble() : json.GetInt64(),
    };

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<string> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);
}
