using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Sources;
using Segments.Schema;

namespace UnitTests.Ingestion;

/// <summary>JSON whose decoder finds out only after it added a message's row that it lacks something, once for each of some offsets.</summary>
internal sealed class LateFormat(params long[] offsets) : IMessageFormat
{
    private readonly JsonFormat _json = new(isFramed: false);
    private readonly HashSet<long> _late = [.. offsets];

    public bool TakesBooleansAsNumbers => _json.TakesBooleansAsNumbers;

    public void Check() => _json.Check();

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new LateDecoder(_json.NewRowDecoder(schema, stop), _late);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => _json.NewReader(fields, stop);

    public void Dispose() => _json.Dispose();

    private sealed class LateDecoder(IRowDecoder json, HashSet<long> late) : IRowDecoder
    {
        public long Trimmed => json.Trimmed;

        public string? Decode(in Message message, IMessageSource source, RowBatch rows)
        {
            string? fault = json.Decode(message, source, rows);
            return late.Remove(message.Offset) ? throw new DecoderUnavailableException("the schema is not there yet") : fault;
        }
    }
}
