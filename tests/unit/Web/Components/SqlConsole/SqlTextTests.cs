using Web.Components.SqlConsole;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("events", "events")]
    [InlineData("my-table", "\"my-table\"")]
    [InlineData("9lives", "\"9lives\"")]
    [InlineData("timestamp", "\"timestamp\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("", "\"\"")]
    public void Names_that_are_no_plain_words_are_quoted(string name, string expected) => Assert.Equal(expected, SqlNames.Quote(name));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(6, 1, 7)]
    [InlineData(9, 2, 1)]
    [InlineData(11, 2, 3)]
    [InlineData(99, 2, 7)]
    public void A_place_counts_from_one(int position, int line, int column) =>
        Assert.Equal(new SqlPlace(line, column), SqlPlace.Of("SELECT a\nFORM t", position));

    [Fact]
    public void A_place_in_a_selection_is_counted_in_the_editor()
    {
        var selection = new EditorStatement("SELECT a\nFORM t", new SqlPlace(5, 11));

        Assert.Equal(new SqlPlace(5, 18), selection.Place(7));
        Assert.Equal(new SqlPlace(6, 1), selection.Place(9));
    }
}
