using Ingestion.Records;
using Ingestion.Sources;

namespace Ingestion.Decoding;

/// <summary>Keeps what decoders promise, whatever happens inside one: a message that fails leaves no row and no count behind, and never stops its partition.</summary>
internal sealed class GuardedRowDecoder(IRowDecoder inner) : IRowDecoder
{
    public long Trimmed => inner.Trimmed;

    public string? Decode(in Message message, IMessageSource source, RowBatch rows)
    {
        (int count, int filtered, int incomplete) = (rows.Count, rows.Filtered, rows.Incomplete);
        string? fault = "";
        try
        {
            fault = inner.Decode(message, source, rows);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException or DecoderUnavailableException))
        {
            // Reading the message again would fail again.
            fault = $"the message cannot be decoded: {exception.GetType().Name}: {exception.Message}";
        }
        finally
        {
            if (fault is not null)
            {
                rows.Truncate(count);
                (rows.Filtered, rows.Incomplete) = (filtered, incomplete);
            }
        }

        return fault;
    }
}
