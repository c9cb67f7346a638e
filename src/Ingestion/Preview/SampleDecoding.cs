using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Decoding;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Sampling;
using Ingestion.Sources;

namespace Ingestion.Preview;

/// <summary>Looks into sampled messages whatever they are written in: their fields, as if they were JSON.</summary>
public static class SampleDecoding
{
    private const int MostFields = 1000;

    /// <summary>What the messages hold.</summary>
    /// <param name="streamConfigs">The table's stream settings; those of the decoder count.</param>
    /// <param name="messages">The sample.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancellation">Ends it, also the wait for a registry.</param>
    /// <exception cref="IngestionException">The decoder's settings are wrong, or what it needs does not answer.</exception>
    public static SampleProfile Profile(IReadOnlyDictionary<string, string> streamConfigs, IReadOnlyList<SampledMessage> messages, TimeProvider clock, CancellationToken cancellation)
    {
        StreamConfig stream = StreamConfig.Parse(new Dictionary<string, string>(streamConfigs, StringComparer.Ordinal) { ["stream.kafka.topic.name"] = "any", ["stream.kafka.broker.list"] = "any:1" });
        if (stream.Decoder == DecoderKind.Json)
        {
            return SampleProfiler.Profile(messages);
        }

        using IMessageFormat format = MessageFormats.Create(stream, clock);
        format.Check();
        RecordFields fields = RecordFields.Any(MostFields);
        Record record = new(fields) { Others = new Dictionary<string, object?>(StringComparer.Ordinal) };
        IRecordReader reader = format.NewReader(fields, cancellation);
        Dictionary<(int, long), string> faults = [];
        List<SampledMessage> decoded = [];
        try
        {
            foreach (SampledMessage message in messages)
            {
                record.Clear();
                if (message.Value is not { } value || reader.Read(value.Span, record) is not { } fault)
                {
                    decoded.Add(message.Value is null ? message : Replaced(message, Json(record, stream.Decoder == DecoderKind.Csv)));
                    continue;
                }

                decoded.Add(message);
                faults[(message.Partition, message.Offset)] = fault;
            }
        }
        catch (DecoderUnavailableException exception)
        {
            throw new IngestionException(exception.Message, exception);
        }

        return SampleProfiler.Profile(decoded, message => faults.GetValueOrDefault((message.Partition, message.Offset)));
    }

    private static SampledMessage Replaced(SampledMessage message, byte[] json) => message with { Value = json, Bytes = json.Length };

    private static byte[] Json(Record record, bool isText)
    {
        JsonObject json = [];
        for (int i = 0; i < record.Fields.Names.Count; i++)
        {
            json[record.Fields.Names[i]] = isText ? Guess(record.Values[i] as string) : Node(record.Values[i]);
        }

        foreach ((string name, object? value) in record.Others!)
        {
            json[name] = Node(value);
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    // Cells say nothing of types: what looks like a number is taken for one.
    private static JsonValue? Guess(string? cell) => cell switch
    {
        null => null,
        "true" or "false" => JsonValue.Create(cell is "true"),
        _ when long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
        _ when double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(cell),
    };

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) => JsonValue.Create(number),
        BigInteger number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        DecimalValue number => JsonValue.Create(NumberText.Plain(number.Unscaled, number.Scale)),
        TimestampValue moment => JsonValue.Create(moment.Millis),
        byte[] bytes => JsonValue.Create(Convert.ToHexStringLower(bytes)),
        List<object?> list => new JsonArray([.. list.Select(Node)]),
        Dictionary<string, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value)))),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
