using System.Globalization;
using System.Text;

namespace Web.Components.Charts;

/// <summary>One path of a drawing.</summary>
/// <param name="Series">Which series it shows, for its colour.</param>
/// <param name="Path">SVG path data.</param>
/// <param name="Form">How it is painted: <c>line</c>, <c>fill</c> or <c>dots</c>.</param>
internal sealed record ChartShape(int Series, string Path, string Form);

/// <summary>A label at one side of a drawing.</summary>
/// <param name="At">Pixel along the side.</param>
/// <param name="Label">Its words.</param>
internal sealed record ChartTick(double At, string Label);

/// <summary>A chart as paths and labels for SVG, in pixels of a given size.</summary>
internal sealed record ChartDrawing(double Width, double Height, IReadOnlyList<ChartShape> Shapes, IReadOnlyList<ChartTick> Bottom, IReadOnlyList<ChartTick> Left)
{
    /// <summary>Pixels left of the plot, for its labels.</summary>
    public const double LeftMargin = 64;

    /// <summary>Pixels below the plot.</summary>
    public const double BottomMargin = 26;

    private const double TopMargin = 10;
    private const double RightMargin = 32;
    private const double PixelsPerTick = 96;
    private const double PixelsPerRow = 44;
    private const double BarShare = 0.8;
    private const int MaxLabel = 14;

    /// <summary>Along the bottom.</summary>
    public required ChartScale X { get; init; }

    /// <summary>Along the left, upwards.</summary>
    public required ChartScale Y { get; init; }

    /// <summary>Lays the data out.</summary>
    /// <param name="data">What to draw; it needs at least one place.</param>
    /// <param name="kind">How; not <see cref="ChartKind.Number"/>.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="zone">Where the reader's days begin.</param>
    public static ChartDrawing Of(ChartData data, ChartKind kind, double width, double height, TimeZoneInfo zone)
    {
        bool isStacked = kind is ChartKind.Stacked or ChartKind.Area;
        bool hasBars = kind is ChartKind.Bar or ChartKind.Stacked;
        double[][] tops = [.. data.Series.Select(series => series.Values.Select(value => value ?? double.NaN).ToArray())];
        double[][] floors = [.. tops.Select(line => new double[line.Length])];
        if (isStacked)
        {
            Stack(tops, floors);
        }

        double gap = Gap(data);
        double side = hasBars || data.Axis == ChartAxisKind.Name ? gap / 2 : 0;
        ChartScale x = ChartScale.Over(data.X.Min() - side, data.X.Max() + side, LeftMargin, width - RightMargin);
        (double min, double max) = Extent(tops, floors, includesZero: hasBars || isStacked);
        int rows = Math.Max(2, (int)((height - TopMargin - BottomMargin) / PixelsPerRow));
        ChartScale y = ChartScale.Over(min, max, height - BottomMargin, TopMargin).Rounded(rows);
        double band = Math.Max(1, Math.Abs(x.Pixel(x.Min + gap) - x.From) * BarShare);
        List<ChartShape> shapes = [];
        for (int series = 0; series < tops.Length; series++)
        {
            shapes.AddRange(kind switch
            {
                ChartKind.Bar => [Bars(series, data.X, tops[series], floors[series], x, y, band / tops.Length, (-band / 2) + (band / tops.Length * series))],
                ChartKind.Stacked => [Bars(series, data.X, tops[series], floors[series], x, y, band, -band / 2)],
                ChartKind.Scatter => [Dots(series, data.X, tops[series], x, y)],
                ChartKind.Area => [Area(series, data.X, tops[series], floors[series], x, y), Line(series, data.X, tops[series], x, y, isStep: false)],
                _ => [Line(series, data.X, tops[series], x, y, kind == ChartKind.Step)],
            });
        }

        return new ChartDrawing(width, height, shapes, BottomTicks(data, x, width, zone), [.. y.Ticks(rows).Select(tick => new ChartTick(y.Pixel(tick.At), tick.Label))]) { X = x, Y = y };
    }

    /// <summary>Which place along the bottom is nearest to a pixel.</summary>
    public int Nearest(ChartData data, double pixel)
    {
        double value = X.Value(pixel);
        int best = 0;
        for (int i = 1; i < data.X.Length; i++)
        {
            best = Math.Abs(data.X[i] - value) < Math.Abs(data.X[best] - value) ? i : best;
        }

        return best;
    }

    private static void Stack(double[][] tops, double[][] floors)
    {
        for (int i = 0; tops.Length > 0 && i < tops[0].Length; i++)
        {
            double up = 0;
            double down = 0;
            for (int series = 0; series < tops.Length; series++)
            {
                double value = double.IsNaN(tops[series][i]) ? 0 : tops[series][i];
                floors[series][i] = value < 0 ? down : up;
                tops[series][i] = floors[series][i] + value;
                (up, down) = value < 0 ? (up, tops[series][i]) : (tops[series][i], down);
            }
        }
    }

    private static double Gap(ChartData data)
    {
        double gap = double.PositiveInfinity;
        for (int i = 1; i < data.X.Length; i++)
        {
            double step = Math.Abs(data.X[i] - data.X[i - 1]);
            gap = step > 0 ? Math.Min(gap, step) : gap;
        }

        return double.IsFinite(gap) ? gap : 1;
    }

    private static (double Min, double Max) Extent(double[][] tops, double[][] floors, bool includesZero)
    {
        double min = includesZero ? 0 : double.PositiveInfinity;
        double max = includesZero ? 0 : double.NegativeInfinity;
        for (int series = 0; series < tops.Length; series++)
        {
            foreach (double value in includesZero ? tops[series].Concat(floors[series]) : tops[series])
            {
                min = double.IsNaN(value) ? min : Math.Min(min, value);
                max = double.IsNaN(value) ? max : Math.Max(max, value);
            }
        }

        return (min, max);
    }

    private static ChartTick[] BottomTicks(ChartData data, ChartScale x, double width, TimeZoneInfo zone)
    {
        int count = Math.Max(2, (int)((width - LeftMargin - RightMargin) / PixelsPerTick));
        if (data.Axis == ChartAxisKind.Name)
        {
            int every = Math.Max(1, (int)Math.Ceiling(data.Names.Count / (double)count));
            return [.. data.Names.Select((name, index) => (name, index)).Where(pair => pair.index % every == 0).Select(pair => new ChartTick(x.Pixel(pair.index), Cut(pair.name)))];
        }

        IReadOnlyList<(double At, string Label)> ticks = data.Axis == ChartAxisKind.Time ? ChartTime.Ticks(x.Min, x.Max, count, zone) : x.Ticks(count);
        return [.. ticks.Select(tick => new ChartTick(x.Pixel(tick.At), tick.Label))];
    }

    private static string Cut(string name) => name.Length <= MaxLabel ? name : name[..(MaxLabel - 1)] + "…";

    private static ChartShape Line(int series, double[] places, double[] values, ChartScale x, ChartScale y, bool isStep)
    {
        StringBuilder path = new();
        bool isOpen = false;
        for (int i = 0; i < places.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                isOpen &= places.Length > 1 && IsBridge(values, i);
                continue;
            }

            double left = x.Pixel(places[i]);
            double top = y.Pixel(values[i]);
            if (!isOpen)
            {
                Write(path, "M", left, top);
            }
            else if (isStep)
            {
                path.Append(CultureInfo.InvariantCulture, $"H{left:0.#}V{top:0.#}");
            }
            else
            {
                Write(path, "L", left, top);
            }

            isOpen = true;
        }

        return new ChartShape(series, path.Append("h0").ToString(), "line");
    }

    // Of two rows at one place each has values the other has not: that is no gap in a series.
    private static bool IsBridge(double[] values, int index) => index + 1 < values.Length && !double.IsNaN(values[index + 1]);

    private static ChartShape Area(int series, double[] places, double[] tops, double[] floors, ChartScale x, ChartScale y)
    {
        StringBuilder path = new();
        for (int i = 0; i < places.Length; i++)
        {
            Write(path, i == 0 ? "M" : "L", x.Pixel(places[i]), y.Pixel(tops[i]));
        }

        for (int i = places.Length - 1; i >= 0; i--)
        {
            Write(path, "L", x.Pixel(places[i]), y.Pixel(floors[i]));
        }

        return new ChartShape(series, path.Append('Z').ToString(), "fill");
    }

    private static ChartShape Bars(int series, double[] places, double[] tops, double[] floors, ChartScale x, ChartScale y, double width, double shift)
    {
        StringBuilder path = new();
        for (int i = 0; i < places.Length; i++)
        {
            if (!double.IsNaN(tops[i]))
            {
                Write(path, "M", x.Pixel(places[i]) + shift, y.Pixel(floors[i]));
                path.Append(CultureInfo.InvariantCulture, $"V{y.Pixel(tops[i]):0.#}h{Math.Max(1, width):0.##}V{y.Pixel(floors[i]):0.#}Z");
            }
        }

        return new ChartShape(series, path.ToString(), "fill");
    }

    // A line of no length with round ends is a dot.
    private static ChartShape Dots(int series, double[] places, double[] values, ChartScale x, ChartScale y)
    {
        StringBuilder path = new();
        for (int i = 0; i < places.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                Write(path, "M", x.Pixel(places[i]), y.Pixel(values[i]));
                path.Append("h0");
            }
        }

        return new ChartShape(series, path.ToString(), "dots");
    }

    private static void Write(StringBuilder path, string command, double left, double top) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{left:0.#},{top:0.#}");
}
