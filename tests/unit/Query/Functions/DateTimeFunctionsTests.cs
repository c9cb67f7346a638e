using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class DateTimeFunctionsTests
{
    [Theory]
    [InlineData("dateTrunc('second', -1)", "LONG -1000")]
    [InlineData("dateTrunc('DAY', 1709210096789)", "LONG 1709164800000")]
    [InlineData("dateTrunc('day', 1710064800000, 'MILLISECONDS', 'America/Los_Angeles')", "LONG 1710057600000")]
    [InlineData("dateTrunc('week', 1730624400000, 'MILLISECONDS', 'America/Los_Angeles')", "LONG 1730098800000")]
    [InlineData("dateTrunc('week', 19782, 'DAYS', 'UTC', 'MILLISECONDS')", "LONG 1708905600000")]
    [InlineData("dateTrunc('month', -1)", "LONG -2678400000")]
    [InlineData("dateTrunc('quarter', 1709210096789, 'MILLISECONDS', 'Asia/Kolkata', 'SECONDS')", "LONG 1704047400")]
    [InlineData("dateTrunc('year', 1709210096, 'SECONDS')", "LONG 1704067200")]
    [InlineData("year(1709210096789)", "INT 2024")]
    [InlineData("week(1609632000000)", "INT 53")]
    [InlineData("yearOfWeek(1609632000000)", "INT 2020")]
    [InlineData("dow(1609632000000)", "INT 7")]
    [InlineData("hour(1709210096789, 'Asia/Kolkata')", "INT 18")]
    [InlineData("millisecond(-1)", "INT 999")]
    [InlineData("EXTRACT(DOY FROM 1709210096789)", "INT 60")]
    [InlineData("toEpochDays(-1)", "LONG 0")]
    [InlineData("toEpochSecondsBucket(1709210096789, 10)", "LONG 170921009")]
    [InlineData("fromEpochSecondsBucket(5, 10)", "LONG 50000")]
    [InlineData("toEpochMinutesRounded(1709210096789, 10)", "LONG 28486830")]
    [InlineData("round(17.9, 5)", "LONG 15")]
    [InlineData("round(-17, 5)", "LONG -15")]
    [InlineData("TIMESTAMPADD(MONTH, 1, 1706659200000)", "LONG 1709164800000")]
    [InlineData("dateAdd('DAY', -13, 1709164800000)", "LONG 1708041600000")]
    [InlineData("dateDiff('MONTH', 1709210096789, 1704067200000)", "LONG -1")]
    [InlineData("dateDiff('WEEK', 1704067200000, 1709210096789)", "LONG 8")]
    [InlineData("toIso8601(1709210096789)", "STRING 2024-02-29T12:34:56.789Z")]
    [InlineData("toIso8601(0)", "STRING 1970-01-01T00:00:00Z")]
    [InlineData("fromIso8601('2024-02-29T12:34:56+02:00')", "LONG 1709202896000")]
    [InlineData("toTimestamp(0)", "TIMESTAMP 1970-01-01 00:00:00.0")]
    [InlineData("timezoneMinute('Asia/Kolkata')", "INT 30")]
    [InlineData("now()", "LONG 1700000000000")]
    [InlineData("ago('PT1H30M')", "LONG 1699994600000")]
    [InlineData("ago('-P1D')", "LONG 1700086400000")]
    public void Times_are_computed_as_Pinot_does(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Theory]
    [InlineData("toDateTime(1709210096789, 'yyyy-MM-dd HH:mm:ss.SSS')", "STRING 2024-02-29 12:34:56.789")]
    [InlineData("toDateTime(-1, 'xxxx-''W''ww-e')", "STRING 1970-W01-3")]
    [InlineData("toDateTime(1709210096789, 'hh:mm a')", "STRING 12:34 PM")]
    [InlineData("toDateTime(1709210096789, 'k K')", "STRING 12 0")]
    [InlineData("toDateTime(-1, 'G yyyy')", "STRING AD 1969")]
    [InlineData("toDateTime(1709210096789, 'SSSSSS')", "STRING 789000")]
    [InlineData("toDateTime(1709210096789, 'yyyyy')", "STRING 02024")]
    [InlineData("toDateTime(1710064800000, 'ZZZ E MMM', 'America/Los_Angeles')", "STRING America/Los_Angeles Sun Mar")]
    [InlineData("toDateTime(1710064800000, 'HH zzzz', 'America/Los_Angeles')", "STRING 03 Pacific Daylight Time")]
    [InlineData("fromDateTime('2024-02-29', 'yyyy-MM-dd')", "LONG 1709164800000")]
    [InlineData("fromDateTime('2024-02-29T12:34:56+0200', 'yyyy-MM-dd''T''HH:mm:ssZ')", "LONG 1709202896000")]
    [InlineData("fromDateTime('Feb 29 2024', 'MMM d yyyy', 'America/Los_Angeles')", "LONG 1709193600000")]
    [InlineData("fromDateTime('24-2-9', 'yy-M-d')", "LONG 1707436800000")]
    [InlineData("fromDateTime('2024-W09-4', 'xxxx-''W''ww-e')", "LONG 1709164800000")]
    [InlineData("fromDateTime('2024-060', 'yyyy-DDD')", "LONG 1709164800000")]
    [InlineData("fromDateTime('10:30 PM', 'hh:mm a')", "LONG 81000000")]
    [InlineData("fromDateTime('99991231', 'yyyyMMdd')", "LONG 253402214400000")]
    [InlineData("fromDateTime('2024-02-30', 'yyyy-MM-dd', 'UTC', -1)", "LONG -1")]
    [InlineData("fromDateTime('2024-11-03 01:30', 'yyyy-MM-dd HH:mm', 'America/Los_Angeles')", "LONG 1730622600000")]
    [InlineData("fromDateTime('2024-02-29 00:00 America/Los_Angeles', 'yyyy-MM-dd HH:mm ZZZ')", "LONG 1709193600000")]
    public void Dates_are_written_and_read_by_patterns(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Theory]
    [InlineData("dateTimeConvert(1709210096789, '1:MILLISECONDS:EPOCH', '5:MINUTES:EPOCH', '1:HOURS')", "LONG 5697360")]
    [InlineData("dateTimeConvert(1709210096789, '1:MILLISECONDS:EPOCH', 'EPOCH|MINUTES|10', '1:HOURS')", "LONG 2848680")]
    [InlineData("dateTimeConvert(1709210096789, '1:MILLISECONDS:EPOCH', '1:MILLISECONDS:TIMESTAMP', '1:HOURS')", "STRING 2024-02-29 12:00:00.0")]
    [InlineData("dateTimeConvert(1709210096789, '1:MILLISECONDS:EPOCH', 'SIMPLE_DATE_FORMAT|yyyyMMdd HH:mm|Asia/Kolkata', '1:HOURS')", "STRING 20240229 18:00")]
    [InlineData("dateTimeConvert('2024-02-29', '1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd', 'EPOCH|DAYS', 'DAYS')", "LONG 19782")]
    public void Formats_are_converted_into_each_other(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Fact]
    public void Columns_of_times_are_cut_row_by_row_and_lists_entry_by_entry()
    {
        TestColumn ts = new("ts", SqlType.Timestamp, 1709210096789, -1, null);
        TestColumn list = new("m", SqlType.Timestamp.ToArray(), new long[] { 0, 1709210096789 }, new long[] { -1 }, Array.Empty<long>());

        Assert.Equal("LONG 1709164800000 -86400000 null", Calls.Rows("dateTrunc('day', ts)", ts));
        Assert.Equal("LONG_ARRAY [0,1709164800000] [-86400000] []", Calls.Rows("dateTruncMV('day', m)", list));
        Assert.Equal("STRING_ARRAY [1970,2024] [1969] []", Calls.Rows("toDateTimeMV(m, 'yyyy')", list));
        Assert.Equal("INT_ARRAY [1970,2024] [1969] []", Calls.Rows("yearMV(m)", list));
    }

    [Theory]
    [InlineData("dateTrunc('decade', 0)", 150, "'decade' is no unit; there are millisecond, second, minute, hour, day, week, month, quarter and year")]
    [InlineData("dateTrunc('day', 0, 'MILLISECONDS', 'Mars/Base')", 150, "'Mars/Base' is no time zone; write one as Europe/Berlin or +05:30")]
    [InlineData("toDateTime(0, 'Q')", 150, "the letter 'Q' has no meaning in the date pattern 'Q'; put texts in single quotes")]
    [InlineData("fromDateTime('2024-02-30', 'yyyy-MM-dd')", 200, "'2024-02-30' is no date of the pattern 'yyyy-MM-dd' in UTC; a fourth argument gives a default")]
    [InlineData("toEpochDaysBucket(5, 0)", 200, "the bucket of toepochdaysbucket must not be 0")]
    [InlineData("dateTimeConvert(0, 'bad', 'EPOCH', '1:DAYS')", 150, "'bad' is no date-time format; write it as EPOCH|MILLISECONDS|1, SIMPLE_DATE_FORMAT|yyyy-MM-dd|UTC or TIMESTAMP")]
    [InlineData("ago('bad')", 200, "'bad' is no duration; write it as PT1H, P1D or PT30M")]
    public void What_is_no_time_is_refused_in_plain_words(string expression, int code, string message)
    {
        global::Query.QueryException refusal = Calls.Refusal(expression);

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }
}
