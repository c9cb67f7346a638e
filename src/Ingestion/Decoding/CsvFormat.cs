using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>A line of CSV a message.</summary>
internal sealed class CsvFormat : IMessageFormat
{
    private readonly CsvSettings _settings;

    /// <exception cref="IngestionException">A property is no such property.</exception>
    public CsvFormat(DecoderProperties properties) => _settings = CsvSettings.Parse(properties);

    public bool TakesBooleansAsNumbers => false;

    public void Check()
    {
        // Nothing to look at: the config says it all.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new RecordRowDecoder(schema, fields => NewReader(fields, stop), TakesBooleansAsNumbers);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new CsvRecordReader(_settings);

    public void Dispose()
    {
        // Nothing is held.
    }
}
