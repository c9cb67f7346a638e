using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Rows that wait to be appended together, and what became of their messages. Buffers are reused.</summary>
internal sealed class RowBatch(TableSchema schema)
{
    private const int MaxIdleRows = 4096;

    private RowBuffer[] _rows = [new RowBuffer(schema)];

    /// <summary>What the rows' slots are.</summary>
    public TableSchema Schema { get; } = schema;

    /// <summary>Rows waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that a filter dropped since the last <see cref="ResetCounts"/>.</summary>
    public int Filtered { get; set; }

    /// <summary>Rows that lost a value to <c>continueOnError</c> since then.</summary>
    public int Incomplete { get; set; }

    /// <summary>The rows.</summary>
    public Span<RowBuffer> Rows => _rows.AsSpan(0, Count);

    /// <summary>Adds a row to be filled; its slots are not cleared.</summary>
    public RowBuffer Add()
    {
        if (Count == _rows.Length)
        {
            int filled = _rows.Length;
            Array.Resize(ref _rows, filled * 2);
            for (int i = filled; i < _rows.Length; i++)
            {
                _rows[i] = new RowBuffer(Schema);
            }
        }

        return _rows[Count++];
    }

    /// <summary>Takes the newest rows back.</summary>
    /// <param name="count">How many rows stay.</param>
    public void Truncate(int count)
    {
        Count = count;
        if (count == 0 && _rows.Length > MaxIdleRows)
        {
            // One message that unnests into very many rows shall not hold their memory for ever.
            Array.Resize(ref _rows, MaxIdleRows);
        }
    }

    /// <summary>Begins to count anew.</summary>
    public void ResetCounts() => (Filtered, Incomplete) = (0, 0);
}
