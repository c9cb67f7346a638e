using Ingestion.Records;
using Ingestion.Registry;

namespace Ingestion.Avro;

/// <summary>Reads Avro messages into records, whatever schemas they were written with.</summary>
internal sealed class AvroMessageReader(AvroFrame frame, RecordFields fields) : IRecordReader
{
    private readonly BoundedCache<AvroWriter, AvroRecordReader> _readers = new(ReferenceEqualityComparer.Instance);

    public string? Read(ReadOnlySpan<byte> payload, Record record)
    {
        if (frame.Open(payload, out AvroWriter? writer, out ReadOnlySpan<byte> body) is { } fault)
        {
            return fault;
        }

        if (!_readers.TryGet(writer!, out AvroRecordReader reader))
        {
            reader = _readers.Add(writer!, new AvroRecordReader(writer!.Name, writer.Record, fields.IndexOf));
        }

        return reader.Read(body, record.Values);
    }
}
