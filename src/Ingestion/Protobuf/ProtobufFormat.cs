using Ingestion.Decoding;
using Ingestion.Records;
using Segments.Schema;

namespace Ingestion.Protobuf;

/// <summary>Protobuf messages, whose type is found somehow.</summary>
internal abstract class ProtobufFormat : IMessageFormat
{
    public bool TakesBooleansAsNumbers => false;

    public abstract void Check();

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new RecordRowDecoder(schema, fields => NewReader(fields, stop), TakesBooleansAsNumbers);

    public abstract IRecordReader NewReader(RecordFields fields, CancellationToken stop);

    public abstract void Dispose();
}
