using Query.Values.Patterns;

namespace UnitTests.Query.Values.Patterns;

public sealed class JavaRegexTests
{
    [Theory]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\d", "3", true)]
    [InlineData(@"\w+\s\w+", "quick fox", true)]
    [InlineData(@"a++b", "aaab", true)]
    [InlineData(@"a++ab", "aaab", false)]
    [InlineData(@"\Qx.y\E", "x.y", true)]
    [InlineData(@"\Qx.y\E", "xzy", false)]
    [InlineData(@"^[a-c&&[^b]]$", "b", false)]
    [InlineData(@"^[a-c&&[^b]]$", "c", true)]
    [InlineData(@"[[:alpha:]]", "h", true)]
    [InlineData(@"[[:alpha:]]", "z", false)]
    [InlineData(@"\x{1F600}", "a😀b", true)]
    [InlineData(@"^.{3}$", "a😀b", true)]
    [InlineData(@"^[^a]$", "😀", true)]
    [InlineData(@"[\x{1F600}-\x{1F64F}]", "😀", true)]
    [InlineData(@"\u65e5", "日本", true)]
    [InlineData(@"\p{Punct}", "a,b", true)]
    [InlineData(@"\p{Alpha}", "é", false)]
    [InlineData(@"\p{L}", "é", true)]
    [InlineData(@"\p{IsHan}", "日", true)]
    [InlineData(@"\p{javaUpperCase}", "É", true)]
    [InlineData(@"(?i)é", "É", false)]
    [InlineData(@"(?iu)é", "É", true)]
    [InlineData(@"(?i)ABC", "abc", true)]
    [InlineData(@"(?s)a.b", "a\nb", true)]
    [InlineData(@"a.b", "a\nb", false)]
    [InlineData(@"(?m)^b$", "a\nb\nc", true)]
    [InlineData(@"(?x) a l p # comment", "alpha", true)]
    [InlineData(@"\h", "\u00A0", true)]
    [InlineData(@"\R", "\r\n", true)]
    [InlineData(@"(?<n>a)\k<n>", "aa", true)]
    [InlineData(@"(?<!a)b", "cb", true)]
    [InlineData(@"a{2,3}+b", "aab", true)]
    [InlineData(@"[\p{L}&&[^\p{Lu}]]", "É", false)]
    [InlineData(@"\N{LATIN SMALL LETTER A}", "a", true)]
    [InlineData(@"\.", "a.b", true)]
    [InlineData(@"[\]\-x]", "]", true)]
    public void Patterns_of_Java_mean_the_same(string pattern, string text, bool expected) =>
        Assert.Equal(expected, JavaRegex.Compile(pattern, ignoreCase: false).IsMatch(text));

    [Theory]
    [InlineData("(", "a ( is not closed")]
    [InlineData("a)", "there is a ) without a (")]
    [InlineData("[a", "a [ is not closed")]
    [InlineData("*a", "nothing stands before *")]
    [InlineData("a{", "{ must be followed by a count such as {2} or {2,5}; write \\{ for the character")]
    [InlineData("\\", "a backslash stands at the end")]
    [InlineData("\\y", "\\y has no meaning")]
    [InlineData("\\p{Nope}", "\\p{Nope} is no property that is known here")]
    [InlineData("[z-a]", "a range of characters runs backwards")]
    public void Unsound_patterns_are_refused_with_the_reason(string pattern, string reason) =>
        Assert.EndsWith(reason, Assert.Throws<FormatException>(() => JavaRegex.Compile(pattern, ignoreCase: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_pattern_compiling_ends_with_a_regex_or_a_refusal()
    {
        const string Letters = @"ab()[]{}*+?|^$\.&-pQEdwx<>=!:i0,1";
        Random random = new(Seed: 20261125);
        int compiled = 0;
        for (int round = 0; round < 1_500; round++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => Letters[random.Next(Letters.Length)]));
            try
            {
                JavaRegex.Compile(pattern, ignoreCase: false);
                compiled++;
            }
            catch (FormatException)
            {
                continue;
            }
        }

        Assert.InRange(compiled, 100, 1_400);
    }
}
