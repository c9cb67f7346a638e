using System.Text.Json.Nodes;
using Segments.Schema;
using Web.Drafts;

namespace UnitTests.Web.Drafts;

public sealed class DraftIndexesTests
{
    private static readonly DraftColumn User = new("user", DataType.String, FieldRole.Dimension);

    [Fact]
    public void A_hint_is_a_name_in_the_list_that_Pinot_reads()
    {
        DraftDocument draft = Draft("{}");

        Set(draft, "user", "inverted", isOn: true);
        Set(draft, "user", "bloom filter", isOn: true);
        Set(draft, "user", "inverted", isOn: false);

        Assert.Equal("""{"bloomFilterColumns":["user"]}""", Indexing(draft));
        Assert.Equal(["bloom filter"], DraftIndexes.Of(draft, "user").Select(hint => hint.Word));
    }

    [Fact]
    public void Hints_that_exclude_each_other_take_turns()
    {
        DraftDocument draft = Draft("""{"noDictionaryColumns":["user"],"sortedColumn":["other"]}""");

        Set(draft, "user", "inverted", isOn: true);
        Set(draft, "user", "sorted", isOn: true);

        Assert.Equal("""{"invertedIndexColumns":["user"],"sortedColumn":["user"]}""", Indexing(draft));
    }

    [Fact]
    public void A_new_name_of_a_column_reaches_all_that_is_said_of_it_and_a_column_that_goes_takes_it_along()
    {
        DraftDocument draft = Draft("""{"invertedIndexColumns":["a","user"],"bloomFilterConfigs":{"user":{"fpp":0.1}},"varLengthDictionaryColumns":["user"]}""");
        draft.Config["fieldConfigList"] = JsonNode.Parse("""[{"name":"user","encodingType":"DICTIONARY"},{"name":"a"}]""");

        draft.Put(User with { Name = "who" }, "user");
        Assert.Equal("""{"invertedIndexColumns":["a","who"],"bloomFilterConfigs":{"who":{"fpp":0.1}},"varLengthDictionaryColumns":["who"]}""", Indexing(draft));
        Assert.Equal("""[{"name":"who","encodingType":"DICTIONARY"},{"name":"a"}]""", draft.Config["fieldConfigList"]!.ToJsonString());

        draft.Remove("who");
        Assert.Equal("""{"invertedIndexColumns":["a"],"bloomFilterConfigs":{}}""", Indexing(draft));
        Assert.Equal("""[{"name":"a"}]""", draft.Config["fieldConfigList"]!.ToJsonString());
    }

    [Fact]
    public void A_type_that_cannot_have_a_hint_loses_it()
    {
        DraftDocument draft = Draft("""{"jsonIndexColumns":["user"],"invertedIndexColumns":["user"]}""");

        draft.Put(User with { Type = DataType.Long }, "user");

        Assert.Equal("""{"invertedIndexColumns":["user"]}""", Indexing(draft));
    }

    private static void Set(DraftDocument draft, string column, string word, bool isOn) => DraftIndexes.Set(draft, column, DraftIndexes.For(User).Single(hint => hint.Word == word), isOn);

    private static string Indexing(DraftDocument draft) => draft.Config["tableIndexConfig"]!.ToJsonString();

    private static DraftDocument Draft(string indexing)
    {
        DraftDocument draft = DraftDocument.Of("b:1", "t");
        draft.Config["tableIndexConfig"] = JsonNode.Parse(indexing);
        draft.Schema["dimensionFieldSpecs"] = JsonNode.Parse("""[{"name":"user","dataType":"STRING"}]""");
        return draft;
    }
}
