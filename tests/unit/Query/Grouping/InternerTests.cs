using System.Text;
using CsCheck;
using global::Query.Grouping;

namespace UnitTests.Query.Grouping;

public sealed class InternerTests
{
    [Fact]
    public void Integers_get_the_same_code_again_with_and_without_a_direct_range() =>
        Gen.Select(Gen.Bool, Gen.Long[-3000, 3000].Array[0, 4000]).Sample(
            sample =>
            {
                (bool isDirect, long[] values) = sample;
                LongInterner interner = new();
                if (isDirect)
                {
                    interner.UseDirect(-1000, 2000);
                }

                int[] codes = new int[values.Length];
                interner.Intern(values, codes);

                Assert.Equal(values, codes.Select(code => interner.Values[code]));
                Assert.Equal(values.Distinct(), interner.Values.ToArray());
            },
            iter: 30);

    [Fact]
    public void Texts_get_the_same_code_again() => Gen.String[Gen.Char['a', 'c'], 0, 6].Array[0, 3000].Sample(
        texts =>
        {
            TextInterner interner = new();

            int[] codes = [.. texts.Select(text => interner.Intern(Encoding.UTF8.GetBytes(text)))];

            Assert.Equal(texts, codes.Select(code => Encoding.UTF8.GetString(interner.Values[code].Span)));
            Assert.Equal(texts.Distinct().Count(), interner.Count);
        },
        iter: 30);

    [Theory]
    [InlineData(50)]
    [InlineData(5000)]
    public void Pairs_get_the_same_code_again_while_both_sides_grow(int range)
    {
        Random random = new(Seed: range);
        PairTable table = new();
        Dictionary<(int Left, int Right), int> known = [];
        for (int block = 1; block <= 10; block++)
        {
            int count = range * block / 10;
            int[] left = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(count))];
            int[] right = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(count))];
            int[] codes = new int[left.Length];

            table.Intern(left, count, right, count, codes);

            for (int i = 0; i < codes.Length; i++)
            {
                Assert.Equal(known.TryAdd((left[i], right[i]), codes[i]) ? known.Count - 1 : known[(left[i], right[i])], codes[i]);
                Assert.Equal((left[i], right[i]), (table.Left(codes[i]), table.Right(codes[i])));
            }
        }
    }
}
