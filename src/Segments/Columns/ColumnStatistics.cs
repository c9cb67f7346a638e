using Segments.Schema;

namespace Segments.Columns;

/// <summary>What is known of all values of a column in a segment.</summary>
/// <param name="Min">Smallest value (bytes: ordinal), entries of multi-value columns included.</param>
/// <param name="Max">Largest value.</param>
/// <param name="IsExact">True if both bounds occur among the rows; false if they only contain them.</param>
/// <param name="Sum">Sum of the values as doubles where it is known exactly as computed row by row; null otherwise.</param>
public sealed record ColumnStatistics(ColumnValue Min, ColumnValue Max, bool IsExact, double? Sum);
