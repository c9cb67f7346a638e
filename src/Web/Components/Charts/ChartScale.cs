using System.Globalization;
using Web.Texts;

namespace Web.Components.Charts;

/// <summary>Numbers along one side of a chart as pixels.</summary>
/// <param name="Min">At <paramref name="From"/>.</param>
/// <param name="Max">At <paramref name="To"/>; larger than <paramref name="Min"/>.</param>
/// <param name="From">Pixel of the smallest number.</param>
/// <param name="To">Pixel of the largest.</param>
internal readonly record struct ChartScale(double Min, double Max, double From, double To)
{
    /// <summary>A scale over some numbers; a single one gets room on both sides.</summary>
    public static ChartScale Over(double min, double max, double from, double to) =>
        max > min ? new ChartScale(min, max, from, to)
        : double.IsFinite(min) && double.IsFinite(max) ? new ChartScale(min - 1, max + 1, from, to)
        : new ChartScale(0, 1, from, to);

    /// <summary>Widened to round numbers at both ends.</summary>
    public ChartScale Rounded(int ticks)
    {
        double step = Step(ticks);
        return this with { Min = Math.Floor(Min / step) * step, Max = Math.Ceiling(Max / step) * step };
    }

    public double Pixel(double value) => From + ((value - Min) / (Max - Min) * (To - From));

    public double Value(double pixel) => Min + ((pixel - From) / (To - From) * (Max - Min));

    /// <summary>Round numbers on the scale, at most about as many as asked.</summary>
    public IReadOnlyList<(double At, string Label)> Ticks(int count)
    {
        double step = Step(count);
        int digits = Math.Clamp(-(int)Math.Floor(Math.Log10(step)), 0, 15);
        List<(double, string)> ticks = [];
        for (double at = Math.Ceiling(Min / step) * step; at <= Max + (step / 1000); at += step)
        {
            double round = Math.Round(at, digits); // 0.30000000000000004 is 0.3
            ticks.Add((round, Label(round, digits)));
        }

        return ticks;
    }

    private static string Label(double value, int digits) => Math.Abs(value) >= 10_000
        ? Numbers.Short((long)value)
        : value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    private double Step(int count)
    {
        double rough = Math.Max((Max - Min) / Math.Max(1, count), double.Epsilon);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
