using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class TableFileTests
{
    [Theory]
    [InlineData("{}", "'version' is missing")]
    [InlineData("""{"version":1}""", "'config' is missing")]
    [InlineData("""{"version":99}""", "version 99 is not known")]
    [InlineData("null", "the file is empty")]
    [InlineData("[]", "not a table definition")]
    [InlineData("{", "not a table definition")]
    public void Read_says_what_is_wrong_with_a_file(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => TableFile.Read(text)).Message, StringComparison.Ordinal);
}
