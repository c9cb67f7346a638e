using System.Diagnostics;
using Ingestion.Avro;
using Ingestion.Decoding;
using Ingestion.Kafka;
using Ingestion.Protobuf;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Transforms;
using Segments.Tables;

namespace Ingestion;

/// <summary>Chooses the format of a stream's messages.</summary>
internal static class MessageFormats
{
    /// <summary>A format with all that the table's config asks for between message and row.</summary>
    /// <exception cref="IngestionException">The decoder is not supported, or a value of the config is no such value.</exception>
    public static IMessageFormat Create(TableConfig config, StreamConfig stream, IRecordExpressions expressions, TimeProvider clock)
    {
        RecordSettings settings = RecordSettings.Parse(config);
        if (settings.ExtraFields is not null && stream.Decoder is not (DecoderKind.Json or DecoderKind.RegistryJson))
        {
            throw new IngestionException("'ingestionConfig.schemaConformingTransformerConfig' needs JSON messages; remove it, or choose a JSON decoder");
        }

        bool populates = (stream.Text("stream.kafka.metadata.populate") ?? stream.Text("metadata.populate") ?? "").Equals("true", StringComparison.OrdinalIgnoreCase);
        return new PipelineFormat(Create(stream, clock), settings, expressions, config.TimeColumn, populates);
    }

    /// <summary>A format alone.</summary>
    /// <exception cref="IngestionException">The decoder is not supported, or a property of it is no such property.</exception>
    public static IMessageFormat Create(StreamConfig config, TimeProvider clock)
    {
        DecoderProperties properties = config.ReadDecoderProperties();
        return config.Decoder switch
        {
            DecoderKind.Json => new JsonFormat(isFramed: false),
            DecoderKind.RegistryJson => new JsonFormat(isFramed: true),
            DecoderKind.Csv => new CsvFormat(properties),
            DecoderKind.SimpleAvro => new SimpleAvroFormat(properties),
            DecoderKind.RegistryAvro => new RegistryAvroFormat(properties, clock),
            DecoderKind.HashedAvro => new HashedAvroFormat(properties, clock),
            DecoderKind.Protobuf => new DescriptorProtobufFormat(properties),
            DecoderKind.RegistryProtobuf => new RegistryProtobufFormat(properties, clock),
            _ => throw new UnreachableException($"no format for {config.Decoder}"),
        };
    }
}
