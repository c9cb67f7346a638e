namespace Ingestion.Kafka;

/// <summary>What a decoder class makes rows of.</summary>
internal enum DecoderKind
{
    Json,

    /// <summary>JSON behind the frame of a schema registry.</summary>
    RegistryJson,

    /// <summary>Avro whose schema the config gives.</summary>
    SimpleAvro,

    /// <summary>Avro behind the frame of a schema registry.</summary>
    RegistryAvro,

    /// <summary>Avro behind the hash of its schema.</summary>
    HashedAvro,
    Csv,

    /// <summary>Protobuf whose descriptor the config gives.</summary>
    Protobuf,

    /// <summary>Protobuf behind the frame of a schema registry.</summary>
    RegistryProtobuf,
}
