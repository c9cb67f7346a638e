using CsCheck;
using global::Query.Aggregates;

namespace UnitTests.Query.Aggregates;

public sealed class SelectionTests
{
    [Fact]
    public void Nth_finds_what_sorting_would_put_there() =>
        Gen.Select(Gen.OneOf(Gen.Double[-100, 100], Gen.Int[0, 5].Select(value => (double)value)).Array[1, 500], Gen.Int[0, 499]).Sample(sample =>
        {
            (double[] values, int at) = sample;
            int index = at % values.Length;
            double expected = values.Order().ElementAt(index);

            Assert.Equal(expected, Selection.Nth([.. values], index));
        });

    [Fact]
    public void NaN_sorts_after_all_numbers()
    {
        double[] values = [double.NaN, 3, double.NaN, 1, 2];

        Assert.Equal(3, Selection.Nth([.. values], 2));
        Assert.Equal(double.NaN, Selection.Nth([.. values], 3));
    }
}
