using Segments.Columns;
using Segments.Schema;

namespace Segments.Sealing;

/// <summary>Bounds of a column of floating-point numbers; none if it holds a NaN, which has no place in an order.</summary>
internal struct DoubleSummary()
{
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private bool _hasValues;

    /// <summary>Takes notice of a block.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            _min = Math.Min(_min, value); // NaN once it has met one
            _max = Math.Max(_max, value);
        }

        _hasValues |= !values.IsEmpty;
    }

    /// <summary>The statistics, or null. Sums of doubles depend on their order, so there is none.</summary>
    public readonly ColumnStatistics? Statistics =>
        _hasValues && !double.IsNaN(_min) ? new ColumnStatistics(ColumnValue.Of(_min), ColumnValue.Of(_max), IsExact: true, Sum: null) : null;
}
