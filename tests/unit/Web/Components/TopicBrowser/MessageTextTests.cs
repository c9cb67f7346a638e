using System.Text;
using Web.Components.TopicBrowser;

namespace UnitTests.Web.Components.TopicBrowser;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("{\"a\":1}", "{\n  \"a\": 1\n}")]
    [InlineData("{\"a\":\"zoë <b>\"}", "{\n  \"a\": \"zoë <b>\"\n}")]
    [InlineData("plain text", "plain text")]
    [InlineData("two\nlines", "two\nlines")]
    [InlineData("{\"a\":", "{\"a\":")]
    [InlineData("", "")]
    public void A_text_is_shown_as_people_read_it(string message, string expected) =>
        Assert.Equal(expected, MessageText.Whole(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void What_is_no_text_is_shown_in_digits()
    {
        Assert.Equal("0x0000000102fe", MessageText.Whole(new byte[] { 0, 0, 0, 1, 2, 0xfe }));
        Assert.Equal(2 + 2048 + 1, MessageText.Line(new byte[5000])!.Length);
    }

    [Fact]
    public void Hidden_characters_cannot_turn_the_text_around() => Assert.Equal("a\\u202Eb\\n", MessageText.Line(Encoding.UTF8.GetBytes("a\u202Eb\n")));

    [Fact]
    public void A_letter_that_was_cut_does_not_make_it_binary() => Assert.Equal("zo\uFFFD", MessageText.Line(Encoding.UTF8.GetBytes("zoë").AsMemory(0, 3)));

    [Fact]
    public void Nothing_stays_nothing() => Assert.Null(MessageText.Whole(null));
}
