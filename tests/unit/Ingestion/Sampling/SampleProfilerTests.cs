using System.Text;
using Ingestion.Sampling;
using Segments.Schema;

namespace UnitTests.Ingestion.Sampling;

public sealed class SampleProfilerTests
{
    [Theory]
    [InlineData("1|2|3", DataType.Int, null)]
    [InlineData("1|3000000017", DataType.Long, "LONG — the largest value 3000000017 does not fit INT (partition 2, offset 1)")]
    [InlineData("1|2.5", DataType.Double, null)]
    [InlineData("true|false", DataType.Boolean, null)]
    [InlineData("\"a\"|\"b\"", DataType.String, null)]
    [InlineData("\"a\"|1|2|3", DataType.String, "STRING — 75 % numbers, 0 % booleans, 25 % texts")]
    [InlineData("null|null", DataType.String, "Always null")]
    [InlineData("5|5", DataType.Int, "Always the same value")]
    [InlineData("1644586485807|1644586485900", DataType.Long, "A time in milliseconds: 2022-02-11 to 2022-02-11; in seconds it would be the year 54,084")]
    [InlineData("1644586485|1644586486", DataType.Long, "A time in seconds: 2022-02-11 to 2022-02-11")]
    [InlineData("\"2022-02-11T13:34:45.123Z\"|\"2022-02-12T13:34:45Z\"", DataType.Timestamp, "TIMESTAMP — every value is a time")]
    [InlineData("\"2022-02-11T13:34:45.123Z\"|1644586485807", DataType.Timestamp, "TIMESTAMP — 50 % milliseconds from 2022-02-11 to 2022-02-11, the others written as times")]
    [InlineData("\"2022-02-11T13:34:45.123Z\"|7", DataType.String, "STRING — 50 % numbers, 0 % booleans, 50 % texts")]
    [InlineData("[1,2]|[3]", DataType.Int, null)]
    [InlineData("[{\"x\":1}]|[]", DataType.Json, "JSON — the lists hold lists or objects")]
    [InlineData("[1]|1", DataType.Json, "JSON — 50 % lists, the others single values")]
    public void The_values_of_a_field_decide_its_type_and_say_why(string values, DataType type, string? verdict)
    {
        FieldProfile field = SampleProfiler.Profile(Messages([.. values.Split('|').Select(value => $"{{\"f\":{value}}}")])).Fields.Single();

        Assert.Equal((type, verdict), (field.Type, field.Verdict));
        Assert.Equal(values.StartsWith("[1,", StringComparison.Ordinal), field.IsMultiValue);
    }

    [Fact]
    public void A_field_tells_how_often_it_is_there_and_what_it_holds()
    {
        SampleProfile profile = SampleProfiler.Profile(Messages("{\"a\":{\"b\":5}}", "{\"a\":{\"b\":-7},\"c\":null}", "{}", "{\"a\":{\"b\":5}}"));

        FieldProfile nested = profile.Fields[0];
        Assert.Equal(("a.b", 3, 0, "-7", "5", 2), (nested.Path, nested.Present, nested.Nulls, nested.Smallest, nested.Largest, nested.Distinct));
        Assert.Equal(["5", "-7"], nested.Examples);
        Assert.Equal(("c", 1, 1), (profile.Fields[1].Path, profile.Fields[1].Present, profile.Fields[1].Nulls));
        Assert.Equal((4, 4, null), (profile.Messages, profile.Objects, profile.Trouble));
    }

    [Theory]
    [InlineData("\"u%\"", "Looks like an id: every value is different")]
    [InlineData("%", "Looks like an id: every value is different")]
    [InlineData("%.5", null)]
    public void An_id_strikes_but_decimals_differ_by_their_nature(string value, string? verdict) =>
        Assert.Equal(verdict, SampleProfiler.Profile(Messages([.. Enumerable.Range(10, 20).Select(i => $"{{\"f\":{value.Replace("%", $"{i}", StringComparison.Ordinal)}}}")])).Fields[0].Verdict);

    [Fact]
    public void What_is_no_object_is_counted_and_the_first_is_told_with_its_place()
    {
        SampleProfile profile = SampleProfiler.Profile(Messages("{\"a\":1}", "[1]", "<html>"));

        Assert.Equal((3, 1, "not a JSON object but array (partition 2, offset 1)"), (profile.Messages, profile.Objects, profile.Trouble));
        Assert.Equal([1L, 2L], profile.Faults.Select(fault => fault.Message.Offset));
    }

    private static IEnumerable<SampledMessage> Messages(params string[] values) => values.Select((value, i) =>
        new SampledMessage(2, i, null, null, Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetByteCount(value), []));
}
