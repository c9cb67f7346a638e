using Web.Texts;

namespace Web.Components.Charts;

/// <summary>Fewer points that look the same: of each step along the bottom the smallest and the largest value remain.</summary>
internal static class ChartThinning
{
    /// <summary>The data as it is, if it is small enough; otherwise two places per step, with a note.</summary>
    public static ChartData Thin(ChartData data)
    {
        int count = data.X.Length;
        if (count <= ChartData.MaxPoints || data.Axis == ChartAxisKind.Name)
        {
            return data;
        }

        int steps = ChartData.MaxPoints / 2;
        double[] places = new double[steps * 2];
        double?[][] values = [.. data.Series.Select(_ => new double?[steps * 2])];
        for (int step = 0; step < steps; step++)
        {
            int start = (int)((long)step * count / steps);
            int end = (int)((long)(step + 1) * count / steps);
            places[step * 2] = data.X[start];
            places[(step * 2) + 1] = data.X[end - 1];
            for (int series = 0; series < values.Length; series++)
            {
                (values[series][step * 2], values[series][(step * 2) + 1]) = Extremes(data.Series[series].Values.AsSpan(start, end - start));
            }
        }

        string note = $"{Numbers.Exact(steps * 2)} of {Numbers.Exact(count)} points are drawn: the smallest and the largest of each step.";
        return data with { X = places, Series = [.. data.Series.Select((series, index) => series with { Values = values[index] })], Notes = [.. data.Notes, note] };
    }

    /// <summary>The smallest and the largest value, in the order in which they come.</summary>
    internal static (double? First, double? Second) Extremes(ReadOnlySpan<double?> values)
    {
        int min = -1;
        int max = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                min = min < 0 || value < values[min] ? i : min;
                max = max < 0 || value > values[max] ? i : max;
            }
        }

        return min < 0 ? (null, null) : min <= max ? (values[min], values[max]) : (values[max], values[min]);
    }
}
