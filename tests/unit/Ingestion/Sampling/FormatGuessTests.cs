using System.Text;
using Ingestion.Kafka;
using Ingestion.Sampling;

namespace UnitTests.Ingestion.Sampling;

public sealed class FormatGuessTests
{
    [Theory]
    [InlineData("{\"a\":1}|{}|x", DecoderNames.Json, "JSON objects (2 of 3 messages)")]
    [InlineData("\0\0\0\0\u0011{\"a\":1}", DecoderNames.RegistryJson, "JSON behind the Confluent schema-registry header (schema id 17)")]
    [InlineData("\0\0\0\u0001\0\u0002\u0004ab", DecoderNames.RegistryAvro, "These messages start with the Confluent schema-registry header (schema id 256). Give the registry address")]
    [InlineData("1,a,x|2,b,y|# note", DecoderNames.Csv, "CSV with 3 cells a line. Name them")]
    [InlineData("a line|another", null, "Plain text")]
    [InlineData("\u0002\u0004ab", null, "Binary, without the header of a schema registry: Avro or Protobuf, perhaps. Say which, and give its schema")]
    public void What_most_messages_are_counts(string messages, string? decoder, string why) =>
        Assert.Equal(new FormatGuess(decoder, why), FormatGuess.Of([.. messages.Split('|').Select(text => Message(Encoding.UTF8.GetBytes(text)))]));

    [Fact]
    public void Nothing_is_said_of_nothing() => Assert.Null(FormatGuess.Of([Message(default(ReadOnlyMemory<byte>?))]));

    private static SampledMessage Message(ReadOnlyMemory<byte>? value) => new(0, 0, null, null, value, value?.Length ?? -1, []);
}
