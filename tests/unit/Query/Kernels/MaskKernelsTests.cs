using CsCheck;
using global::Query.Kernels;

namespace UnitTests.Query.Kernels;

public sealed class MaskKernelsTests
{
    private static readonly Gen<(bool[] Left, bool[] Right)> TwoMasks =
        Gen.Int[0, 4096].SelectMany(length => Gen.Select(Gen.Bool.Array[length], Gen.Bool.Array[length]));

    [Fact]
    public void Fill_sets_exactly_the_first_rows()
    {
        ulong[] mask = new ulong[64];
        foreach (int count in new[] { 0, 1, 63, 64, 65, 4095, 4096 })
        {
            MaskKernels.Fill(mask, count);

            Assert.Equal(Enumerable.Range(0, count), Rows(mask));
        }
    }

    [Fact]
    public void Operations_agree_with_sets_of_rows() => TwoMasks.Sample(
        masks =>
        {
            HashSet<int> left = Set(masks.Left);
            HashSet<int> right = Set(masks.Right);
            int count = masks.Left.Length;
            HashSet<int> all = [.. Enumerable.Range(0, count)];

            Check(left.Intersect(right), mask => MaskKernels.And(mask, Mask(masks.Right)));
            Check(left.Union(right), mask => MaskKernels.Or(mask, Mask(masks.Right)));
            Check(left.Except(right), mask => MaskKernels.AndNot(mask, Mask(masks.Right)));
            Check(all.Except(left), mask => MaskKernels.Not(mask, count));

            void Check(IEnumerable<int> expected, Action<ulong[]> operation)
            {
                ulong[] mask = Mask(masks.Left);
                operation(mask);
                Assert.Equal(expected.Order(), Rows(mask));
                Assert.Equal(Rows(mask).Length, MaskKernels.Count(mask));
            }
        },
        iter: 50);

    [Fact]
    public void A_row_is_in_if_any_of_its_entries_is()
    {
        ulong[] rows = [ulong.MaxValue];

        MaskKernels.AnyEntry([0b0100_0010], [0, 2, 2, 5, 6, 7], rows);

        Assert.Equal([0, 4], Rows(rows));
    }

    private static int[] Rows(ulong[] mask)
    {
        int[] rows = new int[mask.Length * 64];
        return rows[..MaskKernels.ToRows(mask, rows)];
    }

    private static HashSet<int> Set(bool[] rows) => [.. rows.Index().Where(row => row.Item).Select(row => row.Index)];

    private static ulong[] Mask(bool[] rows)
    {
        ulong[] mask = new ulong[64];
        foreach (int row in Set(rows))
        {
            mask[row / 64] |= 1UL << (row % 64);
        }

        return mask;
    }
}
