using System.Text;
using CsCheck;
using Ingestion.Decoding;

namespace UnitTests.Ingestion.Decoding;

public sealed class TimestampReaderTests
{
    [Theory]
    [InlineData("2024-02-11T13:34:45.123456Z", 1707658485123)]
    [InlineData("2024-02-11T13:34:45Z", 1707658485000)]
    [InlineData("2024-02-11 13:34:45", 1707658485000)]
    [InlineData("2024-02-11 13:34:45.5", 1707658485500)]
    [InlineData("2024-02-11T13:34", 1707658440000)]
    [InlineData("2024-02-11T14:34:45+01:00", 1707658485000)]
    [InlineData("2024-02-11", 1707609600000)]
    [InlineData("2024-2-1 00:00:00", 1706745600000)]
    [InlineData("2024-02-30 00:00:00", 1709251200000)]
    [InlineData("0001-01-01 00:00:00", -62135769600000)]
    [InlineData("0000-01-01 00:00:00", -62167392000000)]
    [InlineData("9999-12-31 23:59:59.999", 253402300799999)]
    [InlineData("1969-12-31 23:59:59.999", -1)]
    [InlineData("20240211", 20240211)]
    [InlineData("-1", -1)]
    public void TryParse_reads_each_spelling(string text, long expected)
    {
        Assert.True(TimestampReader.TryParse(Encoding.ASCII.GetBytes(text), out long millis));
        Assert.Equal(expected, millis);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("10000-01-01 00:00:00")]
    [InlineData("2024-02-11t13:34:45z")]
    [InlineData("2024-02-11T13:34:45+0200")]
    [InlineData("2024-02-30")]
    [InlineData("2024-13-01 00:00:00")]
    [InlineData("2024-02-11T24:00:00Z")]
    [InlineData("2024-02-11T13:34:45.Z")]
    [InlineData("")]
    public void TryParse_refuses_other_text(string text) => Assert.False(TimestampReader.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void TimestampCache_reads_what_the_plain_reader_reads()
    {
        TimestampCache cache = new();
        Gen<string> texts = Gen.Select(Gen.Long[-62_135_596_800_000, 253_402_300_799_999], Gen.Int[0, 7], Gen.Int[-1, 26], Gen.Char[' ', 'Z']).Select((millis, digits, at, other) =>
        {
            string format = digits == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : $"yyyy-MM-ddTHH:mm:ss.{new string('f', digits)}Z";
            string text = DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString(format.Replace("T", "'T'", StringComparison.Ordinal).Replace("Z", "'Z'", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
            return at >= 0 && at < text.Length ? $"{text[..at]}{other}{text[(at + 1)..]}" : text;
        });

        texts.Sample(text =>
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            bool isRead = TimestampReader.TryParse(bytes, out long expected);
            return !cache.TryParse(bytes, out long millis) || (isRead && millis == expected);
        });
    }
}
