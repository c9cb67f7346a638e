using global::Query.Kernels;

namespace UnitTests.Query.Kernels;

public sealed class CompareKernelsTests
{
    public static TheoryData<int> Lengths => [0, 1, 7, 8, 63, 64, 65, 127, 128, 1000, 4095, 4096];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Range_of_integers_agrees_with_comparing_one_by_one(int length)
    {
        Random random = new(Seed: length);
        long[] values = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(-20, 20))];
        ulong[] mask = Dirty();

        CompareKernels.InRange<long>(values, -3, 11, mask);

        Assert.Equal(Bits(values.Select(value => value is >= -3 and <= 11)), mask);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Range_of_ids_agrees_with_comparing_one_by_one(int length)
    {
        Random random = new(Seed: length);
        int[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(0, 50))];
        ulong[] mask = Dirty();

        CompareKernels.InRange(values, 10, 10, mask);

        Assert.Equal(Bits(values.Select(value => value == 10)), mask);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Range_of_doubles_leaves_out_NaN(int length)
    {
        Random random = new(Seed: length);
        double[] values = [.. Enumerable.Range(0, length).Select(i => i % 5 == 0 ? double.NaN : random.NextDouble())];
        ulong[] mask = Dirty();

        CompareKernels.InRange(values, double.NegativeInfinity, 0.5, mask);

        Assert.Equal(Bits(values.Select(value => value <= 0.5)), mask);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Set_of_ids_agrees_with_looking_each_up(int length)
    {
        Random random = new(Seed: length);
        int[] ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(0, 200))];
        HashSet<int> set = [0, 5, 63, 64, 65, 128, 199];
        ulong[] bits = new ulong[4];
        foreach (int id in set)
        {
            bits[id / 64] |= 1UL << (id % 64);
        }

        ulong[] mask = Dirty();

        CompareKernels.InSet(ids, bits, mask);

        Assert.Equal(Bits(ids.Select(set.Contains)), mask);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Set_of_integers_knows_values_far_outside_its_bits(int length)
    {
        Random random = new(Seed: length);
        long[] values = [.. Enumerable.Range(0, length).Select(i => i % 7 == 0 ? long.MinValue : i % 11 == 0 ? long.MaxValue : random.NextInt64(90, 300))];
        ulong[] mask = Dirty();

        CompareKernels.InSet(values, 100, [0b101, 0, 1UL << 63], mask);

        Assert.Equal(Bits(values.Select(value => value is 100 or 102 or 100 + 191)), mask);
    }

    private static ulong[] Dirty() => [.. Enumerable.Repeat(0xDEADBEEFUL, 64)];

    // The slow, obvious twin of every mask.
    private static ulong[] Bits(IEnumerable<bool> rows)
    {
        ulong[] mask = new ulong[64];
        int row = 0;
        foreach (bool isIn in rows)
        {
            mask[row / 64] |= isIn ? 1UL << (row % 64) : 0;
            row++;
        }

        return mask;
    }
}
