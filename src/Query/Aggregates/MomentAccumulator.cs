using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>What is made of the central moments.</summary>
internal enum MomentResult
{
    VariancePopulation,
    VarianceSample,
    DeviationPopulation,
    DeviationSample,
    Skewness,
    Kurtosis,
}

/// <summary>VAR_*, STDDEV_*, SKEWNESS, KURTOSIS: central moments, kept in a form that merges without losing digits.</summary>
internal sealed class MomentAccumulator(MomentResult wanted) : Accumulator
{
    private Moments[] _moments = [];

    public override void Reserve(int groups) => Grow(ref _moments, groups, default);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<double> values = input.Doubles(0);
        for (int i = 0; i < values.Length; i++)
        {
            _moments[input.IsGrouped ? input.Groups[i] : 0].Merge(new Moments { Count = 1, Mean = values[i] });
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            _moments[map[group]].Merge(((MomentAccumulator)other)._moments[group]);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Double, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Doubles[i] = Value(_moments[groups[i]]);
        }
    }

    private double Value(in Moments m)
    {
        double n = m.Count;
        return wanted switch
        {
            MomentResult.VariancePopulation => n == 0 ? double.NegativeInfinity : m.Second / n,
            MomentResult.VarianceSample => n < 2 ? double.NegativeInfinity : m.Second / (n - 1),
            MomentResult.DeviationPopulation => n == 0 ? double.NegativeInfinity : Math.Sqrt(m.Second / n),
            MomentResult.DeviationSample => n < 2 ? double.NegativeInfinity : Math.Sqrt(m.Second / (n - 1)),
            MomentResult.Skewness => Skewness(m),
            _ => Kurtosis(m),
        };
    }

    private static double Skewness(in Moments m)
    {
        double n = m.Count;
        double variance = m.Second / (n - 1);
        return n < 3 ? double.NaN : variance < 1e-19 ? 0 : n * m.Third / ((n - 1) * (n - 2) * Math.Sqrt(variance) * variance);
    }

    private static double Kurtosis(in Moments m)
    {
        double n = m.Count;
        double variance = m.Second / (n - 1);
        return n < 4 ? double.NaN
            : variance < 1e-19 ? 0
            : ((n * (n + 1) * m.Fourth) - (3 * m.Second * m.Second * (n - 1))) / ((n - 1) * (n - 2) * (n - 3) * variance * variance);
    }

    /// <summary>Count, mean and sums of powers of the distances from the mean.</summary>
    private struct Moments
    {
        public double Count;
        public double Mean;
        public double Second;
        public double Third;
        public double Fourth;

        public void Merge(in Moments other)
        {
            if (other.Count == 0)
            {
                return;
            }

            double n = Count + other.Count;
            double delta = other.Mean - Mean;
            double step = delta / n;
            double term = delta * step * Count * other.Count;
            double fourth = Fourth + other.Fourth
                + (term * step * step * ((Count * Count) - (Count * other.Count) + (other.Count * other.Count)))
                + (6 * step * step * ((Count * Count * other.Second) + (other.Count * other.Count * Second)))
                + (4 * step * ((Count * other.Third) - (other.Count * Third)));
            double third = Third + other.Third + (term * step * (Count - other.Count)) + (3 * step * ((Count * other.Second) - (other.Count * Second)));
            (Count, Mean, Second, Third, Fourth) = (n, Mean + (step * other.Count), Second + other.Second + term, third, fourth);
        }
    }
}

/// <summary>COVAR_POP, COVAR_SAMP.</summary>
internal sealed class CovarianceAccumulator(bool isSample) : Accumulator
{
    private (double Count, double MeanX, double MeanY, double Product)[] _states = [];
    private double[] _first = [];

    public override void Reserve(int groups) => Grow(ref _states, groups, default);

    public override void Add(AggregateInput input)
    {
        _first = input.Doubles(0).ToArray();
        ReadOnlySpan<double> second = input.Doubles(1);
        for (int i = 0; i < second.Length; i++)
        {
            Merge(input.IsGrouped ? input.Groups[i] : 0, (1, _first[i], second[i], 0));
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            Merge(map[group], ((CovarianceAccumulator)other)._states[group]);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Double, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            (double count, _, _, double product) = _states[groups[i]];
            result.Doubles[i] = count == 0 || (isSample && count < 2) ? double.NegativeInfinity : product / (isSample ? count - 1 : count);
        }
    }

    private void Merge(int group, (double Count, double MeanX, double MeanY, double Product) other)
    {
        if (other.Count == 0)
        {
            return;
        }

        (double count, double meanX, double meanY, double product) = _states[group];
        double n = count + other.Count;
        double dx = other.MeanX - meanX;
        double dy = other.MeanY - meanY;
        _states[group] = (
            n, meanX + (dx * other.Count / n), meanY + (dy * other.Count / n), product + other.Product + (dx * dy * count * other.Count / n));
    }
}
