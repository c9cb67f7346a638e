using Ingestion.Avro;
using Ingestion.Decoding;
using Ingestion.Kafka;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion;

/// <summary>Chooses the format of a stream's messages.</summary>
internal static class MessageFormats
{
    /// <exception cref="IngestionException">The decoder is not supported, or lacks a property.</exception>
    public static IMessageFormat Create(StreamConfig config, TimeProvider clock)
    {
        DecoderProperties properties = config.ReadDecoderProperties();
        return config.Decoder switch
        {
            DecoderKind.Json => new JsonFormat(),
            DecoderKind.SimpleAvro => new SimpleAvroFormat(properties),
            DecoderKind.RegistryAvro => new RegistryAvroFormat(properties, clock),
            _ => throw new IngestionException($"stream.kafka.decoder.class.name: {config.Decoder} messages cannot be read yet; they must be JSON or Avro"),
        };
    }
}
