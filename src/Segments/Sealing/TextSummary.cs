using Segments.Columns;
using Segments.Schema;

namespace Segments.Sealing;

/// <summary>Bounds of a column of texts; none if one of them is too long to keep beside the data.</summary>
internal struct TextSummary
{
    private const int LongestBoundBytes = 256;

    private Utf8Slice _min;
    private Utf8Slice _max;
    private bool _hasValues;

    /// <summary>Takes notice of a block.</summary>
    public void Add(ReadOnlySpan<Utf8Slice> texts)
    {
        foreach (Utf8Slice text in texts)
        {
            if (!_hasValues)
            {
                (_min, _max, _hasValues) = (text, text, true);
            }
            else if (text.Span.SequenceCompareTo(_min.Span) < 0)
            {
                _min = text;
            }
            else if (text.Span.SequenceCompareTo(_max.Span) > 0)
            {
                _max = text;
            }
        }
    }

    /// <summary>The statistics, or null.</summary>
    public readonly ColumnStatistics? Statistics =>
        _hasValues && _min.Length <= LongestBoundBytes && _max.Length <= LongestBoundBytes
            ? new ColumnStatistics(ColumnValue.Of(_min.Span.ToArray()), ColumnValue.Of(_max.Span.ToArray()), IsExact: true, Sum: null)
            : null;
}
