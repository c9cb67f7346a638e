using System.Globalization;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>Values that an accumulator takes in: each argument dense, one value an item, no nulls, none constant.</summary>
/// <remarks>One per worker and aggregate, filled anew for each block.</remarks>
internal sealed class AggregateInput(int arguments)
{
    private double[] _doubles = [];
    private int[] _groups = [];
    private int[] _codes = [];

    /// <summary>Items to take in.</summary>
    public int Count { get; set; }

    /// <summary>False if all items belong to group 0.</summary>
    public bool IsGrouped { get; private set; }

    /// <summary>Group of each item; meaningful with <see cref="IsGrouped"/>.</summary>
    public ReadOnlySpan<int> Groups => _groups.AsSpan(0, Count);

    /// <summary>Code of each item, for aggregates that take codes.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, Count);

    /// <summary>The arguments.</summary>
    public Vector[] Arguments { get; } = new Vector[arguments];

    /// <summary>An integer argument.</summary>
    public ReadOnlySpan<long> Longs(int argument) => Arguments[argument].Longs.AsSpan(0, Count);

    /// <summary>A text argument.</summary>
    public ReadOnlySpan<Utf8Slice> Texts(int argument) => Arguments[argument].Texts.AsSpan(0, Count);

    /// <summary>A numeric argument as doubles, whatever its form; decimals are read from their text.</summary>
    public ReadOnlySpan<double> Doubles(int argument)
    {
        Vector vector = Arguments[argument];
        if (vector.Form == PhysicalType.Double)
        {
            return vector.Doubles.AsSpan(0, Count);
        }

        if (_doubles.Length < Count)
        {
            _doubles = new double[Math.Max(Count, ColumnReader.BlockRows)];
        }

        for (int i = 0; i < Count; i++)
        {
            _doubles[i] = vector.Form == PhysicalType.Long
                ? vector.Longs[i]
                : double.Parse(vector.Texts[i].Span, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return _doubles.AsSpan(0, Count);
    }

    /// <summary>Room for the groups of <paramref name="count"/> items.</summary>
    public Span<int> StartGroups(int count)
    {
        IsGrouped = true;
        return Room(ref _groups, count);
    }

    /// <summary>Room for the codes of <paramref name="count"/> items.</summary>
    public Span<int> StartCodes(int count) => Room(ref _codes, count);

    private static Span<int> Room(ref int[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new int[Math.Max(count, ColumnReader.BlockRows)];
        }

        return buffer.AsSpan(0, count);
    }
}
