using Ingestion.Decoding;
using Ingestion.Records;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>A format with all that a table's config asks for between message and row. Any number of threads.</summary>
/// <param name="inner">How messages are written.</param>
/// <param name="settings">What is asked for.</param>
/// <param name="expressions">Compiles transforms and filters.</param>
/// <param name="timeColumn">The table's time column; null if it has none.</param>
/// <param name="populatesMetadata">True if headers and metadata of Kafka records are read, too.</param>
internal sealed class PipelineFormat(IMessageFormat inner, RecordSettings settings, IRecordExpressions expressions, string? timeColumn, bool populatesMetadata) : IMessageFormat
{
    public bool TakesBooleansAsNumbers => inner.TakesBooleansAsNumbers;

    public void Check() => inner.Check();

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop)
    {
        bool isPlain = settings.IsPlain && !schema.Columns.Any(column => RecordAttributes.IsAttribute(column.Name) || column.Transform is not null);
        return new GuardedRowDecoder(isPlain ? inner.NewRowDecoder(schema, stop) : new PipelineRowDecoder(schema, settings, this, expressions, stop));
    }

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => inner.NewReader(fields, stop);

    public void Dispose() => inner.Dispose();

    /// <summary>True if headers and metadata of Kafka records are read, too.</summary>
    internal bool PopulatesMetadata => populatesMetadata;

    /// <summary>The table's time column; null if it has none.</summary>
    internal string? TimeColumn => timeColumn;
}
