namespace Benchmarks.Measuring;

/// <summary>How many rows were there at which moment, as seen by polling, and the rates that follow.</summary>
internal sealed class ArrivalCurve
{
    private readonly List<(TimeSpan At, long Rows)> _points = [];

    /// <param name="at">Since the start; ascending.</param>
    /// <param name="rows">Rows there by then.</param>
    public void Add(TimeSpan at, long rows) => _points.Add((at, rows));

    /// <summary>When the last point was taken.</summary>
    public TimeSpan Duration => _points[^1].At;

    /// <summary>Rows a second over the whole time, start-up included.</summary>
    public double WholeRate => _points[^1].Rows / Duration.TotalSeconds;

    /// <summary>Rows a second from the first point with 5 % of the rows to the last; null if all came between two polls.</summary>
    public double? SteadyRate
    {
        get
        {
            (TimeSpan at, long rows) = _points.First(point => point.Rows >= _points[^1].Rows / 20);
            double seconds = (Duration - at).TotalSeconds;
            return seconds > 0 ? (_points[^1].Rows - rows) / seconds : null;
        }
    }
}
