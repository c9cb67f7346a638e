using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>The class names that Pinot configs use, and what they mean here.</summary>
internal static class StreamClasses
{
    private static readonly string[] Factories =
    [
        "org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory",
        "org.apache.pinot.plugin.stream.kafka30.KafkaConsumerFactory",
        "org.apache.pinot.plugin.stream.kafka40.KafkaConsumerFactory",
        "org.apache.pinot.plugin.stream.kafka09.KafkaConsumerFactory",
        "org.apache.pinot.core.realtime.impl.kafka.KafkaConsumerFactory",
        "org.apache.pinot.core.realtime.impl.kafka2.KafkaConsumerFactory",
        "org.apache.pinot.core.realtime.impl.kafka3.KafkaConsumerFactory",
    ];

    private static readonly string[] JsonDecoders =
    [
        "org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder",
        "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder",
        "org.apache.pinot.core.realtime.impl.kafka.KafkaJSONMessageDecoder",
    ];

    private static readonly string[] LaterDecoders =
    [
        "org.apache.pinot.plugin.inputformat.avro.SimpleAvroMessageDecoder",
        "org.apache.pinot.core.realtime.stream.SimpleAvroMessageDecoder",
        "org.apache.pinot.plugin.inputformat.avro.confluent.KafkaConfluentSchemaRegistryAvroMessageDecoder",
        "org.apache.pinot.plugin.inputformat.avro.KafkaAvroMessageDecoder",
        "org.apache.pinot.core.realtime.impl.kafka.KafkaAvroMessageDecoder",
        "org.apache.pinot.plugin.inputformat.csv.CSVMessageDecoder",
    ];

    /// <exception cref="IngestionException">The class is none of Pinot's.</exception>
    public static void CheckFactory(string? name)
    {
        if (name is not null && !Factories.Contains(WithoutPlugin(name), StringComparer.Ordinal))
        {
            throw new IngestionException($"stream.kafka.consumer.factory.class.name '{name}' is unknown; known are {string.Join(", ", Factories)}");
        }
    }

    /// <returns>The full class name.</returns>
    /// <exception cref="IngestionException">The class is none of Pinot's that are supported.</exception>
    public static string CheckDecoder(string name)
    {
        string decoder = WithoutPlugin(name);
        return JsonDecoders.Contains(decoder, StringComparer.Ordinal) || LaterDecoders.Contains(decoder, StringComparer.Ordinal)
            ? decoder
            : throw new IngestionException($"stream.kafka.decoder.class.name '{name}' is unknown; supported are {string.Join(", ", JsonDecoders)}");
    }

    /// <summary>True for the decoders that can be used now.</summary>
    public static bool IsJson(string decoder) => JsonDecoders.Contains(decoder, StringComparer.Ordinal);

    // A class name may carry the name of its plug-in: "pinot-json:org.apache…".
    private static string WithoutPlugin(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
}
