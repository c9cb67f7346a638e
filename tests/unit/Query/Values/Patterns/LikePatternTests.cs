using System.Text;
using Query.Values.Patterns;

namespace UnitTests.Query.Values.Patterns;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("a%", "Abc", true)]
    [InlineData("%C", "abc", true)]
    [InlineData("%B%", "abc", true)]
    [InlineData("a_c", "abc", true)]
    [InlineData("a_c", "a\U0001F600c", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("%", "", true)]
    [InlineData("a%c", "a\nc", false)]
    [InlineData("%a%", "x\na", true)]
    [InlineData("a\\%", "a%", false)]
    [InlineData("a\\%b", "a%b", true)]
    [InlineData("a\\%b", "axb", false)]
    [InlineData("a\\\\b", "a\\b", false)]
    [InlineData("a\\b", "a\\b", true)]
    [InlineData("straße", "STRASSE", false)]
    [InlineData("ÄÖ%", "äöü", true)]
    [InlineData("i%", "İx", true)]
    [InlineData("ασ%", "ΑΣ ΟΔΟΣ", true)]
    [InlineData("[a-z]%", "abc", false)]
    [InlineData("a.c", "abc", false)]
    public void Patterns_match_as_in_Pinot(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new LikePattern(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_short_way_for_ASCII_agrees_with_a_plain_matcher()
    {
        Random random = new(Seed: 20261125);
        for (int round = 0; round < 2_000; round++)
        {
            string pattern = Draw(random, "ab%_AB", 5);
            string text = Draw(random, "abAB", 6);

            Assert.True(
                Plain(pattern, 0, text, 0) == new LikePattern(pattern).IsMatch(Encoding.ASCII.GetBytes(text)),
                $"'{text}' LIKE '{pattern}'");
        }
    }

    private static string Draw(Random random, string letters, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => letters[random.Next(letters.Length)]));

    private static bool Plain(string pattern, int p, string text, int t)
    {
        if (p == pattern.Length)
        {
            return t == text.Length;
        }

        return pattern[p] switch
        {
            '%' => Plain(pattern, p + 1, text, t) || (t < text.Length && Plain(pattern, p, text, t + 1)),
            '_' => t < text.Length && Plain(pattern, p + 1, text, t + 1),
            _ => t < text.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]) && Plain(pattern, p + 1, text, t + 1),
        };
    }
}
