using System.Numerics;

namespace Segments.Encodings;

/// <summary>Smallest and largest value of a span.</summary>
internal static class ValueRange
{
    /// <summary>Range of integers; not meant for floating-point numbers, whose NaN has no place in an order.</summary>
    /// <param name="values">At least one.</param>
    public static (T Min, T Max) Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        T min = values[0];
        T max = values[0];
        int i = 0;
        if (values.Length >= Vector<T>.Count)
        {
            Vector<T> mins = new(values);
            Vector<T> maxs = mins;
            for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> next = new(values[i..]);
                mins = Vector.Min(mins, next);
                maxs = Vector.Max(maxs, next);
            }

            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                min = T.Min(min, mins[lane]);
                max = T.Max(max, maxs[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            min = T.Min(min, values[i]);
            max = T.Max(max, values[i]);
        }

        return (min, max);
    }
}
