using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class RegexFunctionsTests
{
    [Theory]
    [InlineData("regexpExtract('foobar123', '(o+)(b)', 1)", "STRING oo")]
    [InlineData("regexpExtract('abc', 'z', 0, 'none')", "STRING none")]
    [InlineData("regexpExtract('abc', '(z)?', 1, 'd')", "STRING null")]
    [InlineData("regexpExtract('abc', '(b)', 2)", "STRING ")]
    [InlineData("regexpExtract('aabb', '(a)\\1')", "STRING aa")]
    [InlineData("regexpReplace('foobar', 'o', '0', 0, 1)", "STRING fo0bar")]
    [InlineData("regexpReplace('foobar', 'o', '0', 2)", "STRING fo0bar")]
    [InlineData("regexpReplace('foobar', 'O', '0', 0, -1, 'i')", "STRING f00bar")]
    [InlineData("regexpReplace('foobar', '(?<x>o)', '${x}!')", "STRING fo!o!bar")]
    [InlineData("regexpReplace('foobar', '', '-')", "STRING -f-o-o-b-a-r-")]
    [InlineData("regexpReplace('foobar', 'o', '\\$')", "STRING f$$bar")]
    [InlineData("regexpReplace('aaa', 'a*?', 'X')", "STRING XaXaXaX")]
    [InlineData("regexp_like('ABC', 'b')", "BOOLEAN false")]
    [InlineData("regexp_like('ABC', 'b', 'i')", "BOOLEAN true")]
    [InlineData("'ABC' LIKE 'a%'", "BOOLEAN true")]
    [InlineData("'a!%b' LIKE 'a!!!%_' ESCAPE '!'", "BOOLEAN true")]
    [InlineData("'abc' NOT ILIKE '%B%'", "BOOLEAN false")]
    public void Patterns_find_and_replace(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Fact]
    public void A_pattern_may_differ_from_row_to_row() => Assert.Equal(
        "BOOLEAN true false true",
        Calls.Rows("regexpLikeVar(s, p)", new TestColumn("s", SqlType.Text, "abc", "abc", "xyz"), new TestColumn("p", SqlType.Text, "^a", "^b", "z$")));

    [Theory]
    [InlineData("regexp_like('a', '(')", "the regular expression '(' is not valid: a ( is not closed")]
    [InlineData("regexp_like('a', 'a', 'm')", "'m' is no flag; there are 'i' (ignore case) and 'c'")]
    [InlineData("regexpReplace('a', 'a', '$')", "a $ in the replacement of regexpReplace must be followed by the number of a group; write \\$ for the character")]
    [InlineData("regexpReplace('a', 'a', '$5')", "the regular expression has no group 5")]
    [InlineData("regexpExtract('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '(?=(a|aa)+$)')", "the regular expression takes too long on one of the texts; avoid nested repetitions such as (a+)+")]
    public void Patterns_that_do_not_work_are_refused_in_plain_words(string expression, string message) =>
        Assert.Equal(message, Calls.Refusal(expression).Message);
}
