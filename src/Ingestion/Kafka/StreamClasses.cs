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

    private static readonly Dictionary<string, DecoderKind> Decoders = new(StringComparer.Ordinal)
    {
        [DecoderNames.Json] = DecoderKind.Json,
        ["org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder"] = DecoderKind.Json,
        ["org.apache.pinot.core.realtime.impl.kafka.KafkaJSONMessageDecoder"] = DecoderKind.Json,
        [DecoderNames.RegistryJson] = DecoderKind.RegistryJson,
        [DecoderNames.SimpleAvro] = DecoderKind.SimpleAvro,
        ["org.apache.pinot.core.realtime.stream.SimpleAvroMessageDecoder"] = DecoderKind.SimpleAvro,
        [DecoderNames.RegistryAvro] = DecoderKind.RegistryAvro,
        ["org.apache.pinot.plugin.inputformat.avro.KafkaAvroMessageDecoder"] = DecoderKind.HashedAvro,
        ["org.apache.pinot.core.realtime.impl.kafka.KafkaAvroMessageDecoder"] = DecoderKind.HashedAvro,
        [DecoderNames.Csv] = DecoderKind.Csv,
        [DecoderNames.Protobuf] = DecoderKind.Protobuf,
        [DecoderNames.RegistryProtobuf] = DecoderKind.RegistryProtobuf,
    };

    // Pinot's own, and why they cannot be used here.
    private static readonly (string Name, string Reason)[] Refused =
    [
        ("org.apache.pinot.plugin.inputformat.protobuf.ProtoBufCodeGenMessageDecoder",
            "it runs classes out of a jar file, which needs Java; use ProtoBufMessageDecoder with a descriptor file"),
        ("org.apache.pinot.plugin.inputformat.clplog.CLPLogMessageDecoder", "CLP-encoded columns do not exist here; use JSONMessageDecoder"),
        ("org.apache.pinot.plugin.inputformat.arrow.ArrowMessageDecoder", "Arrow is not supported; use Avro or JSON"),
        ("org.apache.pinot.plugin.inputformat.bson.BSONMessageDecoder", "BSON is not supported; use JSON"),
    ];

    /// <exception cref="IngestionException">The class is none of Pinot's.</exception>
    public static void CheckFactory(string? name)
    {
        if (name is not null && !Factories.Contains(WithoutPlugin(name), StringComparer.Ordinal))
        {
            throw new IngestionException($"stream.kafka.consumer.factory.class.name '{name}' is unknown; known are {string.Join(", ", Factories)}");
        }
    }

    /// <summary>What a decoder class does.</summary>
    /// <exception cref="IngestionException">The class is none of Pinot's that are supported.</exception>
    public static DecoderKind FindDecoder(string name)
    {
        string decoder = WithoutPlugin(name);
        if (Decoders.TryGetValue(decoder, out DecoderKind kind))
        {
            return kind;
        }

        throw new IngestionException(Refused.FirstOrDefault(refused => refused.Name == decoder) is { Reason: { } reason }
            ? $"stream.kafka.decoder.class.name '{name}': {reason}"
            : $"stream.kafka.decoder.class.name '{name}' is unknown; supported are {string.Join(", ", Decoders.Keys)}");
    }

    // A class name may carry the name of its plug-in: "pinot-json:org.apache…".
    private static string WithoutPlugin(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
}
