using System.Text;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Record = Ingestion.Records.Record;

namespace UnitTests.Ingestion.Decoding;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("", "1,x,y", "1|x|y")]
    [InlineData("", "1,,y", "1|-|y")]
    [InlineData("", "1", "1|-|-")]
    [InlineData("", "1,x,y,z", "1|x|y")]
    [InlineData("", " 1 , x ,y", " 1 | x |y")]
    [InlineData("", "1,x,y\r\n", "1|x|y")]
    [InlineData("", "\r\n\r\n1,x,y\r\n", "1|x|y")]
    [InlineData("", "1,x,y\r2,z,z", "1|x|y")]
    [InlineData("", "1,\"a, \"\"b\"\"\",y", "1|a, \"b\"|y")]
    [InlineData("", "1,\"a\r\nb\",y", "1|a\r\nb|y")]
    [InlineData("", "1,\"a\"  ,y", "1|a|y")]
    [InlineData("", "1,a\"b\",y", "1|a\"b\"|y")]
    [InlineData("", "1,\"\",y", "1|-|y")]
    [InlineData("ignoreSurroundingSpaces=true", " 1 , \" x \" , y ", "1| x |y")]
    [InlineData("nullStringValue=NULL", "NULL,\"NULL\",y", "-|-|y")]
    [InlineData("nullStringValue=NULL quoteMode=ALL_NON_NULL", "NULL,\"NULL\",y", "-|NULL|y")]
    [InlineData("delimiter=;", "1;x,x;y", "1|x,x|y")]
    [InlineData("quoteCharacter='", "1,'x,x',\"y\"", "1|x,x|\"y\"")]
    [InlineData("escapeCharacter=\\", "1,a\\,b,\\n\\q", "1|a,b|\n\\q")]
    [InlineData("commentMarker=#", "# note\r\n1,x,y", "1|x|y")]
    [InlineData("commentMarker=# fileFormat=EXCEL", "# note\r\n1,x,y", "1|x|y")]
    [InlineData("multiValueDelimiter=;", "1,a;b;;c,;", "1|[a,b,c]|[]")]
    [InlineData("skipHeader=true", "a,b,c\r\n1,x,y", "1|x|y")]
    [InlineData("fileFormat=MYSQL", "1\t\\N\ta\\tb", "1|-|a\tb")]
    [InlineData("fileFormat=TDF", "1\t x \ty", "1|x|y")]
    [InlineData("fileFormat=EXCEL", "\r\n1,x,y", "-|-|-")]
    public void A_line_is_read_by_its_format(string properties, string line, string expected) => Assert.Equal(expected, Read(Properties([("header", "a b c"), .. Pairs(properties)]), line));

    [Theory]
    [InlineData("header=a,b,c", "1,2,3", "1|2|3")]
    [InlineData("header=c,,a", "1,2,3", "3|-|1")]
    [InlineData("", "a,b,c\r\n1,2,3", "1|2|3")]
    [InlineData("", "c,a\n1,2", "2|-|1")]
    public void The_header_stands_in_the_config_or_in_front_of_every_message(string properties, string message, string expected) => Assert.Equal(expected, Read(properties, message));

    [Theory]
    [InlineData("", "1,2,3", "the first line of a message names its columns, and no row follows it")]
    [InlineData("", "a,,c\n1,2,3", "one of the names is missing")]
    [InlineData("header=a,b", "", "holds no line of CSV")]
    [InlineData("header=a,b", "\r\n", "holds no line of CSV")]
    [InlineData("header=a,b", "1,\"x", "character 3: the quoted cell that begins here is not closed")]
    [InlineData("header=a,b", "1,\"x\"y", "character 6: 'y' stands between the closing quote of a cell and the delimiter")]
    public void What_is_no_line_is_told(string properties, string message, string reason) => Assert.Contains(reason, Read(properties, message), StringComparison.Ordinal);

    [Fact]
    public void A_header_may_be_separated_by_blanks() => Assert.Equal("1|2|3", Read(Properties(("header", " a b  c ")), "1,2,3"));

    [Fact]
    public void A_blank_header_is_none() => Assert.Null(CsvSettings.Parse(Properties(("header", "  "))).Header);

    [Theory]
    [InlineData("fileFormat", "XML")]
    [InlineData("skipHeader", "perhaps")]
    public void Wrong_values_are_refused_by_name(string key, string value) => Assert.Contains(
        $"stream.kafka.decoder.prop.{key}", Assert.Throws<IngestionException>(() => CsvSettings.Parse(Properties((key, value)))).Message, StringComparison.Ordinal);

    private static DecoderProperties Properties(params (string Key, string Value)[] properties) => new(properties.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    private static IEnumerable<(string Key, string Value)> Pairs(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]));

    private static string Read(string properties, string message) => Read(Properties([.. Pairs(properties)]), message);

    private static string Read(DecoderProperties properties, string message)
    {
        Record record = new(new RecordFields(["a", "b", "c"]));
        string? fault = new CsvRecordReader(CsvSettings.Parse(properties)).Read(Encoding.UTF8.GetBytes(message), record);
        return fault ?? string.Join('|', record.Values.Select(value => value is List<object?> list ? $"[{string.Join(',', list)}]" : value?.ToString() ?? "-"));
    }
}
