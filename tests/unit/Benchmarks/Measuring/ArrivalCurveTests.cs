using Benchmarks.Measuring;

namespace UnitTests.Benchmarks.Measuring;

public sealed class ArrivalCurveTests
{
    [Fact]
    public void The_steady_rate_begins_at_the_first_point_with_5_percent_of_the_rows()
    {
        ArrivalCurve curve = new();
        curve.Add(TimeSpan.FromSeconds(1), 0);
        curve.Add(TimeSpan.FromSeconds(2), 49);
        curve.Add(TimeSpan.FromSeconds(3), 100);
        curve.Add(TimeSpan.FromSeconds(6), 1000);

        Assert.Equal(1000 / 6.0, curve.WholeRate, tolerance: 1e-9);
        Assert.Equal(900 / 3.0, curve.SteadyRate!.Value, tolerance: 1e-9);
    }

    [Fact]
    public void There_is_no_steady_rate_if_all_rows_came_between_two_polls()
    {
        ArrivalCurve curve = new();
        curve.Add(TimeSpan.FromSeconds(1), 0);
        curve.Add(TimeSpan.FromSeconds(2), 1000);

        Assert.Null(curve.SteadyRate);
    }
}
