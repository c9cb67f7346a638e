using Ingestion.Decoding;
using Ingestion.Registry;
using Ingestion.Sources;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>Decodes Avro messages straight into rows, where nothing is configured between message and row.</summary>
/// <remarks>Equal to reading a record and converting its values; the tests compare the two.</remarks>
internal sealed class AvroRowDecoder(AvroFrame frame, TableSchema schema) : IRowDecoder
{
    private readonly RecordConverter _converter = new(new ColumnConverter());
    private readonly BoundedCache<AvroWriter, AvroRowReader> _readers = new(ReferenceEqualityComparer.Instance);
    private AvroWriter? _lastWriter;
    private AvroRowReader? _lastReader;

    public long Trimmed => _converter.Trimmed;

    public string? Decode(in Message message, IMessageSource source, RowBatch rows)
    {
        int before = rows.Count;
        string? fault = Decode(message.Payload, rows.Add());
        if (fault is not null)
        {
            rows.Truncate(before);
        }

        return fault;
    }

    /// <summary>Fills one row.</summary>
    /// <returns>What is wrong with the message, or null.</returns>
    public string? Decode(ReadOnlySpan<byte> payload, RowBuffer row)
    {
        row.Clear();
        if (frame.Open(payload, out AvroWriter? writer, out ReadOnlySpan<byte> body) is { } fault)
        {
            return fault;
        }

        if (writer != _lastWriter)
        {
            _lastReader = Reader(writer!);
            _lastWriter = writer;
        }

        return _lastReader!.Read(body, row);
    }

    private AvroRowReader Reader(AvroWriter writer) =>
        _readers.TryGet(writer, out AvroRowReader reader) ? reader : _readers.Add(writer, new AvroRowReader(writer, schema, _converter));
}
