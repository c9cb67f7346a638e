using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Sources;
using Segments.Schema;

namespace UnitTests.Ingestion.Decoding;

public sealed class GuardedRowDecoderTests
{
    private static readonly TableSchema Schema = TestSchemas.Of(("a", DataType.Int));

    [Theory]
    [InlineData("fault", "wrong")]
    [InlineData("bug", "the message cannot be decoded: InvalidOperationException: beyond")]
    public void A_message_that_fails_leaves_nothing_behind(string kind, string expected)
    {
        RowBatch rows = new(Schema) { Filtered = 3, Incomplete = 4 };
        rows.Add();

        Assert.Equal(expected, new GuardedRowDecoder(new FailingDecoder(kind)).Decode(default, new ListSource(), rows));
        Assert.Equal((1, 3, 4), (rows.Count, rows.Filtered, rows.Incomplete));
    }

    [Theory]
    [InlineData("unavailable", typeof(DecoderUnavailableException))]
    [InlineData("stop", typeof(OperationCanceledException))]
    public void What_is_not_the_message_s_fault_is_passed_on_and_leaves_nothing_behind_either(string kind, Type type)
    {
        RowBatch rows = new(Schema) { Filtered = 3, Incomplete = 4 };
        rows.Add();

        Assert.Throws(type, () => new GuardedRowDecoder(new FailingDecoder(kind)).Decode(default, new ListSource(), rows));
        Assert.Equal((1, 3, 4), (rows.Count, rows.Filtered, rows.Incomplete));
    }

    /// <summary>Fails after it has added two rows.</summary>
    private sealed class FailingDecoder(string kind) : IRowDecoder
    {
        public long Trimmed => 0;

        public string? Decode(in Message message, IMessageSource source, RowBatch rows)
        {
            rows.Add();
            rows.Add();
            rows.Filtered++;
            rows.Incomplete++;
            return kind switch
            {
                "bug" => throw new InvalidOperationException("beyond"),
                "unavailable" => throw new DecoderUnavailableException("later"),
                "stop" => throw new OperationCanceledException(),
                _ => "wrong",
            };
        }
    }
}
