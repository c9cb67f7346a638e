using Query.Sql;

namespace UnitTests.Query.Sql;

public sealed class SqlTokenizerTests
{
    [Theory]
    [InlineData("a1 $x _y", "Word:a1 Word:$x Word:_y")]
    [InlineData("1_000 0x10 2abc", "Word:1_000 Word:0x10 Word:2abc")]
    [InlineData("1 1. .5 1.5e-3 1e10 00012", "Number:1 Number:1. Number:.5 Number:1.5e-3 Number:1e10 Number:00012")]
    [InlineData("'it''s' '' E'a' N'b' x'0AFF'", "Text:it's Text: Text:a Text:b Text:0AFF")]
    [InlineData("\"a b\" \"q\"\"q\"", "QuotedName:a b QuotedName:q\"q")]
    [InlineData("a<=b<>c!=d||e", "Word:a Symbol:<= Word:b Symbol:<> Word:c Symbol:!= Word:d Symbol:|| Word:e")]
    [InlineData("größe 日本", "Word:größe Word:日本")]
    public void A_text_is_cut_into_tokens(string sql, string expected) =>
        Assert.Equal(expected, string.Join(' ', SqlTokenizer.Tokenize(sql).SkipLast(1).Select(token => $"{token.Kind}:{token.Value}")));

    [Fact]
    public void Comments_are_skipped_but_not_inside_quotes() =>
        Assert.Equal(
            ["a", "--x", "/*y*/", "b"],
            SqlTokenizer.Tokenize("a -- 'c\n '--x' /* \" */ \"/*y*/\" b--").SkipLast(1).Select(token => token.Value));

    [Fact]
    public void Comments_are_kept_for_who_asks() =>
        Assert.Equal(
            ["a", "-- c", "/* d */", "b"],
            SqlTokenizer.TokenizeWithComments("a -- c\n/* d */ b").SkipLast(1).Select(token => token.Value));

    [Fact]
    public void Every_token_knows_its_place()
    {
        const string Sql = "  SELECT 'it''s' , x";

        IReadOnlyList<SqlToken> tokens = SqlTokenizer.Tokenize(Sql);

        Assert.Equal(["SELECT", "'it''s'", ",", "x", ""], tokens.Select(token => Sql[token.Start..token.End]));
        Assert.Equal(Sql.Length, tokens[^1].Start);
    }

    [Theory]
    [InlineData("a 'b", 2, "this text is not closed; end it with '")]
    [InlineData("a 'b''", 2, "this text is not closed; end it with '")]
    [InlineData("\"b", 0, "this name is not closed; end it with \"")]
    [InlineData("a /* b", 2, "this comment is not closed; end it with */")]
    [InlineData("a `b`", 2, "` does not quote names here; use double quotes")]
    [InlineData("a ‘b’", 2, "this is a typographic quote; use ' around texts and \" around names")]
    [InlineData("a # b", 2, "the character '#' has no meaning here")]
    public void What_cannot_be_cut_is_refused_at_its_place(string sql, int position, string message)
    {
        SqlException refusal = Assert.Throws<SqlException>(() => SqlTokenizer.Tokenize(sql));

        Assert.Equal((message, position, 150), (refusal.Message, refusal.Position, refusal.Code));
    }
}
