using Benchmarks.Measuring;

namespace UnitTests.Benchmarks.Measuring;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 50)]
    [InlineData(90, 90)]
    [InlineData(99, 99)]
    [InlineData(99.9, 100)]
    [InlineData(100, 100)]
    public void A_percentile_is_the_smallest_sample_that_enough_samples_do_not_exceed(double percent, double expected)
    {
        Distribution distribution = new(Enumerable.Range(1, 100).Select(sample => (double)sample).Reverse());

        Assert.Equal(expected, distribution.Percentile(percent));
    }

    [Fact]
    public void The_median_of_an_even_number_of_samples_is_the_lower_one_of_the_two() =>
        Assert.Equal(2, new Distribution([4, 1, 3, 2]).Median);

    [Fact]
    public void A_single_sample_is_every_percentile() =>
        Assert.Equal(7, new Distribution([7]).Percentile(99));

    [Fact]
    public void No_samples_make_no_distribution() =>
        Assert.Throws<ArgumentException>(() => new Distribution([]));

    [Fact]
    public void The_geometric_mean_balances_twice_and_half() =>
        Assert.Equal(1, Distribution.GeometricMean([2, 0.5, 4, 0.25]), tolerance: 1e-12);
}
