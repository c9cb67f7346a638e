using CsCheck;
using Query.Values.Times;

namespace UnitTests.Query.Values.Times;

public sealed class SqlTimestampTests
{
    [Theory]
    [InlineData(0, "1970-01-01 00:00:00.0")]
    [InlineData(1644586485807, "2022-02-11 13:34:45.807")]
    [InlineData(1644586485800, "2022-02-11 13:34:45.8")]
    [InlineData(1644586485080, "2022-02-11 13:34:45.08")]
    [InlineData(-1, "1969-12-31 23:59:59.999")]
    [InlineData(-62135596800000, "0001-01-03 00:00:00.0")]
    [InlineData(-12219292800000, "1582-10-15 00:00:00.0")]
    [InlineData(-12219292800001, "1582-10-04 23:59:59.999")]
    [InlineData(long.MaxValue, "292278994-08-17 07:12:55.807")]
    [InlineData(long.MinValue, "292278994-08-17 07:12:55.192")]
    [InlineData(long.MinValue + 808, "292269055-12-02 16:47:05.0")]
    public void Instants_are_written_as_java_sql_Timestamp(long millis, string expected) => Assert.Equal(expected, SqlTimestamp.Format(millis));

    [Theory]
    [InlineData("2024-02-11 13:34:45.123456789", 1707658485123)]
    [InlineData("2024-2-1 1:2:3", 1706749323000)]
    [InlineData("2024-02-30 00:00:00", 1709251200000)]
    [InlineData("2024-02-29 24:00:00", 1709251200000)]
    [InlineData("0001-01-01 00:00:00", -62135769600000)]
    [InlineData("20240211", 20240211)]
    [InlineData(" -5 ", -5)]
    [InlineData("2024-02-11", 1707609600000)]
    [InlineData("2024-02-11T13:34", 1707658440000)]
    [InlineData("2024-02-11T13:34:45.123456Z", 1707658485123)]
    [InlineData("2024-02-11 13:34:45+02:00", 1707651285000)]
    public void Texts_are_read_in_three_forms(string text, long expected)
    {
        Assert.True(SqlTimestamp.TryParse(text, out long millis));
        Assert.Equal(expected, millis);
    }

    [Theory]
    [InlineData("24-2-9")]
    [InlineData("2024-13-01 00:00:00")]
    [InlineData("2024-02-11t13:34:45z")]
    [InlineData("2024-02-11T13:34:45+0200")]
    [InlineData("2024-02-30")]
    [InlineData("")]
    [InlineData("10000-01-01 00:00:00")]
    public void Other_texts_are_refused(string text) => Assert.False(SqlTimestamp.TryParse(text, out _));

    [Fact]
    public void What_is_written_reads_back_as_the_same_instant() => Gen.Long[-62_000_000_000_000, 253_402_300_799_999].Sample(millis =>
        SqlTimestamp.TryParse(SqlTimestamp.Format(millis), out long read) && read == millis);
}
