namespace Benchmarks.Measuring;

/// <summary>Samples of one figure and their percentiles.</summary>
internal sealed class Distribution
{
    private readonly double[] _sorted;

    /// <param name="samples">At least one.</param>
    public Distribution(IEnumerable<double> samples)
    {
        _sorted = [.. samples.Order()];
        if (_sorted.Length == 0)
        {
            throw new ArgumentException("a distribution needs at least one sample", nameof(samples));
        }
    }

    public int Count => _sorted.Length;

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public double Median => Percentile(50);

    /// <summary>The smallest sample that at least <paramref name="percent"/> % of the samples do not exceed (nearest rank).</summary>
    public double Percentile(double percent)
    {
        int rank = (int)Math.Ceiling(percent / 100 * _sorted.Length);
        return _sorted[Math.Clamp(rank, 1, _sorted.Length) - 1];
    }

    /// <summary>The mean of ratios that treats twice and half alike.</summary>
    /// <param name="ratios">Positive, at least one.</param>
    public static double GeometricMean(IReadOnlyCollection<double> ratios) =>
        Math.Exp(ratios.Sum(Math.Log) / ratios.Count);
}
