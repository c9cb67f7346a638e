using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Settings;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>Avro records, each behind a frame that tells its writer's schema.</summary>
/// <param name="properties">Of the decoder.</param>
internal abstract class AvroFormat(DecoderProperties properties) : IMessageFormat
{
    public bool TakesBooleansAsNumbers => false;

    /// <summary>True if decimals, dates and times are more than their encoding, which Pinot's decoders do not do by themselves.</summary>
    protected bool AppliesLogicalTypes { get; } = properties.IsTrue("enableLogicalTypes");

    public virtual void Check()
    {
        // A registry that is down when the table is made may be up when the first message comes.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new AvroRowDecoder(NewFrame(stop), schema);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new AvroMessageReader(NewFrame(stop), fields);

    public abstract void Dispose();

    /// <summary>Opens the messages of one partition.</summary>
    /// <param name="stop">Ends waits for schemas.</param>
    protected abstract AvroFrame NewFrame(CancellationToken stop);
}
