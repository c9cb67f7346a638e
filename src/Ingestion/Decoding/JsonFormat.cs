using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>A JSON object a message.</summary>
internal sealed class JsonFormat : IMessageFormat
{
    public void Check()
    {
        // Nothing to look at: the messages say it all.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new JsonRowDecoder(schema);

    public void Dispose()
    {
        // Nothing is held.
    }
}
