using Ingestion.Records;
using Ingestion.Registry;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>A JSON object a message.</summary>
/// <param name="isFramed">True if the frame of a schema registry stands before it: a zero byte and four bytes of schema id.</param>
internal sealed class JsonFormat(bool isFramed) : IMessageFormat
{
    public bool TakesBooleansAsNumbers => true;

    public void Check()
    {
        // Nothing to look at: the messages say it all.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => isFramed
        ? new RecordRowDecoder(schema, fields => NewReader(fields, stop), TakesBooleansAsNumbers)
        : new JsonRowDecoder(schema);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => isFramed ? new FramedReader() : new JsonRecordReader();

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class FramedReader : IRecordReader
    {
        private readonly JsonRecordReader _json = new();

        public string? Read(ReadOnlySpan<byte> payload, Record record) =>
            ConfluentFrame.Open(payload, out _, out ReadOnlySpan<byte> body) ?? _json.Read(body, record);
    }
}
