using System.Text;
using Query.Values;

namespace UnitTests.Query.Values;

public sealed class Utf8TextTests
{
    private static readonly string[] Letters = ["a", "b", "é", "日", "\uE000", "\uFFFD", "\U00010000", "\U0001F600", ""];

    [Fact]
    public void Texts_compare_like_their_UTF_16_units()
    {
        Random random = new(Seed: 1);
        for (int round = 0; round < 20_000; round++)
        {
            string left = Draw(random);
            string right = Draw(random);

            Assert.Equal(
                Math.Sign(string.CompareOrdinal(left, right)),
                Math.Sign(Utf8Text.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right))));
            Assert.Equal(left.Length, Utf8Text.Utf16Length(Encoding.UTF8.GetBytes(left)));
        }
    }

    private static string Draw(Random random) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Letters[random.Next(Letters.Length)]));
}
