using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text.Json;
using Avro;
using Avro.Generic;
using Avro.IO;
using Confluent.Kafka;

namespace EndToEndTests.Kafka;

/// <summary>Writes Avro messages with Apache's own library.</summary>
internal static class AvroMessages
{
    // The registry of the tests answers 500 when two register at the same moment.
    private const int MostTries = 5;

    /// <summary>Registers a schema, of Avro or of another type.</summary>
    /// <returns>Its id.</returns>
    public static async Task<int> RegisterAsync(Uri registry, string subject, string schema, string type = "AVRO")
    {
        using HttpClient http = new();
        for (int tries = 1; ; tries++)
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync(
                new Uri($"{registry}/subjects/{subject}/versions"), new { schema, schemaType = type }, TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode || tries == MostTries)
            {
                JsonElement body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                return body.GetProperty("id").GetInt32();
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A record as Avro bytes.</summary>
    /// <param name="schema">Its schema as JSON.</param>
    /// <param name="fields">Values of its fields.</param>
    public static byte[] Encode(string schema, params (string Name, object? Value)[] fields)
    {
        var parsed = (RecordSchema)Avro.Schema.Parse(schema);
        GenericRecord record = new(parsed);
        foreach ((string name, object? value) in fields)
        {
            record.Add(name, value);
        }

        using MemoryStream bytes = new();
        new GenericDatumWriter<GenericRecord>(parsed).Write(record, new BinaryEncoder(bytes));
        return bytes.ToArray();
    }

    /// <summary>A message in Confluent's frame: a zero byte, the schema's id, the record.</summary>
    public static Message<byte[]?, byte[]?> Framed(int id, byte[] record)
    {
        byte[] message = new byte[5 + record.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), id);
        record.CopyTo(message, 5);
        return new Message<byte[]?, byte[]?> { Value = message };
    }
}
