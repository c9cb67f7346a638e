using System.Text;

namespace UnitTests.Ingestion.Transforms;

public sealed class RecordAttributesTests
{
    private const string Columns = "__key:STRING __header$h:STRING __header$b:BYTES __metadata$offset:LONG __metadata$partition:INT __metadata$recordTimestamp:TIMESTAMP __metadata$recordSerializedValueSize:INT";

    private static readonly ListMessage Full = new("{}"u8.ToArray())
    {
        Key = [(byte)'k', 0xff],
        Headers = [new("h", "first"u8.ToArray()), new("h", "last"u8.ToArray()), new("b", [1, 0xfe]), new("other", [9])],
        Timestamp = 1_707_613_200_000,
    };

    [Fact]
    public void Columns_hold_what_the_record_carries_besides_its_value()
    {
        using PipelineFixture table = new(Columns, stream: ("stream.kafka.metadata.populate", "true"));

        Assert.Equal("'k\ufffd'|'last'|01fe|0|0|1707613200000|2", table.Decode(Full));
    }

    [Fact]
    public void Key_and_size_come_without_the_switch_and_a_message_may_have_fields_of_these_names()
    {
        using PipelineFixture table = new(Columns);

        Assert.Equal("'k\ufffd'|null|null|null|null|null|2", table.Decode(Full));
        Assert.Equal("null|'own'|null|null|null|null|20", table.Decode(new ListMessage(Encoding.UTF8.GetBytes("""{"__header$h":"own"}"""))));
    }

    [Fact]
    public void A_record_without_key_headers_or_sound_time_gives_nulls_and_the_time_as_it_is()
    {
        using PipelineFixture table = new(Columns, stream: ("metadata.populate", "TRUE"));

        Assert.Equal("null|null|null|0|0|-1|2", table.Decode(new ListMessage("{}"u8.ToArray()) { Timestamp = -1, Headers = [new("h", null)] }));
        Assert.Equal("null|null|null|1|0|9223372036854775807|2", table.Decode(new ListMessage("{}"u8.ToArray()) { Timestamp = long.MaxValue }));
    }

    [Fact]
    public void Transforms_and_filters_may_read_them_without_a_column()
    {
        using PipelineFixture table = new(
            "text:STRING", """{"transformConfigs":[{"columnName":"text","transformFunction":"fromUtf8(\"__header$h\")"}],"filterConfig":{"filterFunction":"\"__metadata$offset\" = 1"}}""",
            stream: ("stream.kafka.metadata.populate", "true"));

        Assert.Equal("'last'", table.Decode(Full));
        Assert.Equal("", table.Decode(Full));
    }
}
