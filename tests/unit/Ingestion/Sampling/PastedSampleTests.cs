using System.Text;
using Ingestion.Sampling;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Sampling;

public sealed class PastedSampleTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("{\"a\":1}\n{\"a\": 2} {\"a\":3}", """{"a":1}|{"a": 2}|{"a":3}""")]
    [InlineData("""[{"a":1},{"b":"ü"}]""", """{"a":1}|{"b":"ü"}""")]
    public void Objects_are_messages_one_by_one(string text, string expected)
    {
        TopicSample sample = PastedSample.Of(text, DateTimeOffset.UnixEpoch);

        Assert.Equal(expected, string.Join('|', sample.Messages.Select(message => Encoding.UTF8.GetString(message.Value!.Value.Span))));
    }

    [Theory]
    [InlineData("", "Nothing is written here.")]
    [InlineData("{\"a\":", "This is no JSON:")]
    public void What_is_no_message_is_told(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<IngestionException>(() => PastedSample.Of(text, DateTimeOffset.UnixEpoch)).Message, StringComparison.Ordinal);
}
