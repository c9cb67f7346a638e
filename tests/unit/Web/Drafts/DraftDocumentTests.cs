using System.Text.Json.Nodes;
using Segments.Schema;
using Web.Drafts;

namespace UnitTests.Web.Drafts;

public sealed class DraftDocumentTests
{
    [Fact]
    public void A_new_draft_is_named_after_its_topic_everywhere()
    {
        DraftDocument draft = DraftDocument.Of("b:1", "my.orders v2");

        Assert.Equal(("my_orders_v2", "b:1", "my.orders v2"), (draft.Name, draft.Brokers, draft.Topic));
        Assert.Equal("my_orders_v2", draft.Schema["schemaName"]!.ToString());
        Assert.Equal("my_orders_v2", draft.Config["tableName"]!.ToString());
    }

    [Fact]
    public void A_column_keeps_its_place_and_what_the_form_does_not_know()
    {
        DraftDocument draft = Draft("""{"name":"a","dataType":"INT","maxLength":9},{"name":"b","dataType":"INT"}""");

        draft.Put(draft.Columns[0] with { Type = DataType.Long, Default = "7" }, "a");

        Assert.Equal("""[{"name":"a","dataType":"LONG","maxLength":9,"defaultNullValue":"7"},{"name":"b","dataType":"INT"}]""", draft.Schema["dimensionFieldSpecs"]!.ToJsonString());
    }

    [Fact]
    public void A_column_of_another_name_is_read_from_its_field()
    {
        DraftDocument draft = Draft("""{"name":"a.b","dataType":"INT"}""");

        draft.Put(draft.Columns[0] with { Name = "c" }, "a.b");

        DraftColumn column = Assert.Single(draft.Columns);
        Assert.Equal(("c", "a.b", null), (column.Name, column.Field, column.Expression));
        Assert.Equal("""[{"columnName":"c","transformFunction":"\u0022a.b\u0022"}]""", draft.Config["ingestionConfig"]!["transformConfigs"]!.ToJsonString());

        draft.Put(column with { Name = "a.b" }, "c");

        Assert.Null(draft.Config["ingestionConfig"]!["transformConfigs"]);
    }

    [Fact]
    public void A_computed_column_has_an_expression_and_no_field()
    {
        DraftDocument draft = Draft("");

        draft.Put(new DraftColumn("day", DataType.Long, FieldRole.Dimension) { Field = null, Expression = "toEpochDays(ts)" });

        Assert.Equal((null, "toEpochDays(ts)"), (draft.Columns[0].Field, draft.Columns[0].Expression));
    }

    [Fact]
    public void The_time_column_follows_its_column()
    {
        DraftDocument draft = Draft("");
        draft.Put(new DraftColumn("ts", DataType.Long, FieldRole.DateTime) { Format = "1:SECONDS:EPOCH" });
        draft.TimeColumn = "ts";

        draft.Put(draft.Columns[0] with { Name = "when" }, "ts");
        Assert.Equal(("when", "1:SECONDS:EPOCH"), (draft.TimeColumn, draft.Columns[0].Format));

        draft.Put(draft.Columns[0] with { Role = FieldRole.Dimension }, "when");
        Assert.Equal((null, null), (draft.TimeColumn, draft.Columns[0].Format));
    }

    [Fact]
    public void A_column_that_goes_takes_its_transform_along()
    {
        DraftDocument draft = Draft("");
        draft.Put(new DraftColumn("x", DataType.Int, FieldRole.Metric) { Field = "y" });

        draft.Remove("x");

        Assert.Empty(draft.Columns);
        Assert.Null(draft.Config["ingestionConfig"]!["transformConfigs"]);
    }

    [Fact]
    public void Streams_are_found_in_either_place()
    {
        DraftDocument draft = new(JsonNode.Parse("""{"schema":{},"realtime":{"ingestionConfig":{"streamIngestionConfig":{"streamConfigMaps":[{"stream.kafka.topic.name":"t","n":5}]}}}}""")!.AsObject());

        draft.Brokers = "b:1";

        Assert.Equal("t", draft.Topic);
        Assert.Equal("5", draft.StreamTexts["n"]);
        Assert.Equal("b:1", draft.Json["realtime"]!["ingestionConfig"]!["streamIngestionConfig"]!["streamConfigMaps"]![0]!["stream.kafka.broker.list"]!.ToString());
    }

    [Theory]
    [InlineData("{", "This is no JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed (line 1, byte 2)")]
    [InlineData("[]", "This is neither a table")]
    [InlineData("""{"a":1}""", "This is neither a table")]
    public void Typed_text_that_is_no_document_says_why(string text, string expected) =>
        Assert.StartsWith(expected, TypedDocument.Read(text, Draft("")).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_schema_or_config_alone_takes_the_place_of_that_part()
    {
        DraftDocument draft = TypedDocument.Read("""{"schemaName":"other","metricFieldSpecs":[{"name":"m","dataType":"INT"}]} // pasted""", DraftDocument.Of("b:1", "t")).Document!;
        Assert.Equal(("other", "m", "t"), (draft.Name, draft.Columns[0].Name, draft.Topic));

        draft = TypedDocument.Read("""{"tableName":"third_REALTIME","tableType":"REALTIME"}""", draft).Document!;
        Assert.Equal(("third", "m", ""), (draft.Name, draft.Columns[0].Name, draft.Topic));
    }

    private static DraftDocument Draft(string dimensions)
    {
        DraftDocument draft = DraftDocument.Of("b:1", "t");
        draft.Schema["dimensionFieldSpecs"] = JsonNode.Parse($"[{dimensions}]");
        return draft;
    }
}
