using System.Text.Json.Nodes;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

public sealed class TableFileTests
{
    [Fact]
    public void What_is_written_of_several_topics_is_read_again()
    {
        TableDefinition definition = TableFolderFixture.Definition("t") with { TopicIds = ["a", null, "c"], InactiveTopics = [2] };

        TableDefinition read = TableFile.Read(TableFile.Write(definition));

        Assert.Equal(definition.TopicIds, read.TopicIds);
        Assert.Equal(definition.InactiveTopics, read.InactiveTopics);
    }

    [Fact]
    public void The_one_topic_of_an_older_file_is_the_first()
    {
        JsonObject json = JsonNode.Parse(TableFile.Write(TableFolderFixture.Definition("t")))!.AsObject();
        json["topicId"] = "a";

        Assert.Equal(["a"], TableFile.Read(json.ToJsonString()).TopicIds);
    }

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
