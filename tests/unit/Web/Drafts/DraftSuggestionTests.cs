using Ingestion.Sampling;
using Segments.Schema;
using Web.Drafts;

namespace UnitTests.Web.Drafts;

public sealed class DraftSuggestionTests
{
    [Fact]
    public void Every_field_is_a_column_of_the_fitting_role()
    {
        DraftDocument draft = Suggest("""{"id":1,"n":2,"share":0.5,"name":"x","tags":["a"],"ts":1700000000000,"seconds":1700000000}""");

        Assert.Equal(
            "id INT Dimension|name STRING Dimension|tags STRING Dimension list|n INT Metric|share DOUBLE Metric|ts TIMESTAMP DateTime 1:MILLISECONDS:EPOCH|seconds LONG DateTime 1:SECONDS:EPOCH",
            string.Join('|', draft.Columns.Select(Describe)));
        Assert.Equal(("ts", false), (draft.TimeColumn, draft.IsFlat));
    }

    [Fact]
    public void Fields_of_objects_are_columns_or_the_objects_are()
    {
        SampleProfile profile = Profile("""{"a":{"b":1,"c":{"d":"x"}},"ts":1700000000000}""");
        DraftDocument draft = DraftDocument.Of("b:1", "t");
        DraftSuggestion.Apply(draft, profile);
        Assert.Equal(("a.c.d a.b ts", true), (Names(draft), draft.IsFlat));

        DraftSuggestion.Nest(draft, profile, isFlat: false);
        Assert.Equal(("a ts", false), (Names(draft), draft.IsFlat));
        Assert.Equal(DataType.Json, draft.Columns[0].Type);

        DraftSuggestion.Nest(draft, profile, isFlat: true);
        Assert.Equal(("a.c.d a.b ts", true), (Names(draft), draft.IsFlat));
    }

    [Fact]
    public void Without_a_time_Kafkas_own_is_taken()
    {
        DraftDocument draft = Suggest("""{"n":1,"kafka_time":"x"}""");

        DraftColumn time = draft.Columns.Single(column => column.Role == FieldRole.DateTime);
        Assert.Equal(("kafka_time_2", "__metadata$recordTimestamp", "kafka_time_2", "true"), (time.Name, time.Field, draft.TimeColumn, draft.Stream("stream.kafka.metadata.populate")));
    }

    [Fact]
    public void A_name_that_no_column_can_have_is_changed_and_the_field_still_read()
    {
        DraftDocument draft = Suggest("""{"a b":1,"a_b":2,"A_B":3,"$docId":4}""");

        Assert.Equal("_docId<$docId a_b<a b a_b_2<a_b A_B_3<A_B", string.Join(' ', draft.Columns.Where(column => column.Role != FieldRole.DateTime).Select(column => $"{column.Name}<{column.Field}")));
    }

    [Fact]
    public void The_time_that_every_message_has_comes_first() =>
        Assert.Equal(["created", "seen"], DraftSuggestion.TimesOf(Profile("""{"seen":1700000000000,"created":1700000000000}""", """{"created":1700000000001}""")).Select(field => field.Path));

    private static DraftDocument Suggest(params string[] messages)
    {
        DraftDocument draft = DraftDocument.Of("b:1", "t");
        DraftSuggestion.Apply(draft, Profile(messages));
        return draft;
    }

    private static SampleProfile Profile(params string[] messages) => SampleProfiler.Profile(PastedSample.Of(string.Join(' ', messages), DateTimeOffset.UnixEpoch).Messages);

    private static string Names(DraftDocument draft) => string.Join(' ', draft.Columns.Select(column => column.Name));

    private static string Describe(DraftColumn column) =>
        $"{column.Name} {column.Type.PinotName()} {column.Role}{(column.IsMultiValue ? " list" : "")}{(column.Format is null ? "" : $" {column.Format}")}";
}
