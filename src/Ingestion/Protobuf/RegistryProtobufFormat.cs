using System.Globalization;
using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Protobuf;

/// <summary>
/// Protobuf messages that name their schema by its id in a registry, and their type by its place in it. Pinot's KafkaConfluentSchemaRegistryProtoBufMessageDecoder.
/// </summary>
/// <exception cref="IngestionException">A property is missing or no such property.</exception>
internal sealed class RegistryProtobufFormat(DecoderProperties properties, TimeProvider clock) : ProtobufFormat
{
    private readonly SchemaRegistry _registry = new(properties, clock);

    public override void Check()
    {
        // A registry that is down when the table is made may be up when the first message comes.
    }

    public override IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new Reader(new(_registry.Schemas, SchemaRegistry.NameOf, Prepare, stop), fields);

    public override void Dispose() => _registry.Dispose();

    private static ProtoTypes Prepare(RegisteredSchema schema) => schema.Type == "PROTOBUF"
        ? ProtoFiles.ReadText(schema.Text, schema.References)
        : throw new IngestionException($"it is of type {schema.Type}, not PROTOBUF");

    private sealed class Reader(KnownSchemas<int, ProtoTypes> schemas, RecordFields fields) : IRecordReader
    {
        private readonly BoundedCache<ProtoMessage, ProtoMessageReader> _readers = new(ReferenceEqualityComparer.Instance);

        public string? Read(ReadOnlySpan<byte> payload, Record record)
        {
            ProtoTypes? types = null;
            if ((ConfluentFrame.Open(payload, out int id, out ReadOnlySpan<byte> body) ?? schemas.Find(id, out types)) is { } fault)
            {
                return fault;
            }

            ProtoCursor cursor = new(body);
            return TypeOf(types!, id, ref cursor, out ProtoMessage? type) ?? ReaderOf(type!).Read(cursor.Rest, record.Values);
        }

        private ProtoMessageReader ReaderOf(ProtoMessage type) =>
            _readers.TryGet(type, out ProtoMessageReader reader) ? reader : _readers.Add(type, new ProtoMessageReader(type, fields.IndexOf));

        // Behind the id stands a path: how many numbers it has, and those, each the place of a message among its neighbours. Nothing means the first.
        private static string? TypeOf(ProtoTypes types, int id, ref ProtoCursor cursor, out ProtoMessage? type)
        {
            type = null;
            IReadOnlyList<ProtoMessage> level = types.MessagesOf(ProtoFiles.TextName);
            long count = cursor.SignedVarint();
            for (long left = count == 0 ? 1 : count; left > 0; left--)
            {
                long place = count == 0 ? 0 : cursor.SignedVarint();
                if (cursor.IsBroken || place < 0 || place >= level.Count)
                {
                    type = null;
                    break;
                }

                type = level[(int)place];
                level = type.Nested;
            }

            return type is not null ? null
                : cursor.IsBroken ? $"the message ends where the place of its type in its schema should be: {cursor.Fault}"
                : string.Create(CultureInfo.InvariantCulture, $"{SchemaRegistry.NameOf(id)} has no message type at the place that the message names");
        }
    }
}
