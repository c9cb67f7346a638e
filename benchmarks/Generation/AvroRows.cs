using System.Text.Json;
using Avro;
using Encoder = Avro.IO.BinaryEncoder;

namespace Benchmarks.Generation;

/// <summary>Writes generated rows as Avro instead of JSON.</summary>
/// <param name="schema">A record of texts and longs, named as in the JSON.</param>
internal sealed class AvroRows(string schema)
{
    private readonly RecordSchema _schema = (RecordSchema)Schema.Parse(schema);

    /// <summary>The Avro bytes of one row.</summary>
    public byte[] Convert(ReadOnlyMemory<byte> json)
    {
        using JsonDocument row = JsonDocument.Parse(json);
        using MemoryStream bytes = new();
        Encoder encoder = new(bytes);
        foreach (Field field in _schema.Fields)
        {
            JsonElement value = row.RootElement.GetProperty(field.Name);
            if (value.ValueKind == JsonValueKind.String)
            {
                encoder.WriteString(value.GetString());
            }
            else
            {
                encoder.WriteLong(value.GetInt64());
            }
        }

        return bytes.ToArray();
    }
}
