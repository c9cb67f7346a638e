namespace Ingestion.Kafka;

/// <summary>Pinot's names of the decoders that a new table may choose.</summary>
public static class DecoderNames
{
    /// <summary>Reads JSON objects.</summary>
    public const string Json = "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder";

    /// <summary>Reads JSON objects behind the header of a schema registry.</summary>
    public const string RegistryJson = "org.apache.pinot.plugin.inputformat.json.confluent.KafkaConfluentSchemaRegistryJsonMessageDecoder";

    /// <summary>Reads Avro records behind the header of a schema registry.</summary>
    public const string RegistryAvro = "org.apache.pinot.plugin.inputformat.avro.confluent.KafkaConfluentSchemaRegistryAvroMessageDecoder";

    /// <summary>Reads Avro records of one schema.</summary>
    public const string SimpleAvro = "org.apache.pinot.plugin.inputformat.avro.SimpleAvroMessageDecoder";

    /// <summary>Reads a line of CSV.</summary>
    public const string Csv = "org.apache.pinot.plugin.inputformat.csv.CSVMessageDecoder";

    /// <summary>Reads Protobuf messages behind the header of a schema registry.</summary>
    public const string RegistryProtobuf = "org.apache.pinot.plugin.inputformat.protobuf.KafkaConfluentSchemaRegistryProtoBufMessageDecoder";

    /// <summary>Reads Protobuf messages that a descriptor file describes.</summary>
    public const string Protobuf = "org.apache.pinot.plugin.inputformat.protobuf.ProtoBufMessageDecoder";
}
