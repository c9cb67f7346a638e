using CsCheck;
using global::Query.Kernels;

namespace UnitTests.Query.Kernels;

public sealed class SumKernelsTests
{
    [Fact]
    public void Sums_of_integers_agree_with_adding_one_by_one() => Gen.Long[-1_000_000, 1_000_000].Array[0, 300].Sample(values =>
    {
        Assert.Equal(values.Sum(), SumKernels.Sum<long>(values));
        Assert.Equal(values.Sum(), SumKernels.SumAsDouble(values));
    });

    [Fact]
    public void Sums_of_doubles_agree_with_adding_one_by_one() => Gen.Double[-1000, 1000].Array[0, 300].Sample(values =>
        Assert.Equal(values.Sum(), SumKernels.Sum<double>(values), tolerance: 1e-6));

    [Fact]
    public void Sum_as_double_does_not_wrap() =>
        Assert.Equal(2.0 * long.MaxValue, SumKernels.SumAsDouble([long.MaxValue, long.MaxValue]));

    [Fact]
    public void Bounds_agree_with_comparing_one_by_one() => Gen.Long.Array[0, 300].Sample(values =>
        Assert.Equal(
            (values.Append(5).Min(), values.Append(-5).Max()),
            SumKernels.MinMax(values, 5, -5)));

    [Fact]
    public void Scattered_sums_agree_with_grouping() => Gen.Select(Gen.Int[0, 9], Gen.Long[-50, 50]).Array[0, 500].Sample(rows =>
    {
        int[] groups = [.. rows.Select(row => row.Item1)];
        double[] longSums = new double[10];
        double[] doubleSums = new double[10];
        long[] counts = new long[10];

        SumKernels.AddTo(longSums, groups, rows.Select(row => row.Item2).ToArray().AsSpan());
        SumKernels.AddTo(doubleSums, groups, rows.Select(row => (double)row.Item2).ToArray().AsSpan());
        SumKernels.CountInto(counts, groups);

        Assert.Equal(Enumerable.Range(0, 10).Select(group => (double)rows.Where(row => row.Item1 == group).Sum(row => row.Item2)), longSums);
        Assert.Equal(longSums, doubleSums);
        Assert.Equal(Enumerable.Range(0, 10).Select(group => (long)rows.Count(row => row.Item1 == group)), counts);
    });
}
