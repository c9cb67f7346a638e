using System.Text.Json;
using Ingestion.Status;
using UnitTests.Web.Components;
using Web.Live;

namespace UnitTests.Web;

public sealed class LiveFramesTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly LiveFrames _frames = new();

    [Fact]
    public void A_frame_carries_the_documented_fields()
    {
        LiveFrame frame = LiveFrame.From(View(ConsoleContext.Partition(3, PartitionState.Backfill, position: 25, end: 100)), 7, DateTimeOffset.FromUnixTimeMilliseconds(1_000));

        string json = JsonSerializer.Serialize(frame, Json);

        Assert.Equal(
            """{"t":1000,"seq":7,"table":"events","state":"BACKFILL","totals":{"rows":10,"rowsPerSec":50,"bytesPerSec":5000,"lag":75,"timeLagMs":null,"etaSec":null,"rejected":0,"progress":0.25},"p":[[3,"BACKFILL",0,25,100,50,75,null,null]]}""",
            json);
        Assert.Equal(frame.P, JsonSerializer.Deserialize<LiveFrame>(json, Json)!.P);
    }

    [Fact]
    public void The_frame_of_32_partitions_stays_small()
    {
        LiveFrame frame = LiveFrame.From(View([.. Enumerable.Range(0, 32).Select(id => ConsoleContext.Partition(id, PartitionState.Live, 5_210_001, 5_210_002))]), 1, DateTimeOffset.UtcNow);

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(frame, Json).Length, 1, 2_048);
    }

    [Fact]
    public void Row_rates_are_kept_for_a_quarter_of_an_hour_and_go_with_their_table()
    {
        for (int i = 0; i < LiveFrames.HistorySeconds + 5; i++)
        {
            _frames.Publish(DateTimeOffset.UnixEpoch, [View(ConsoleContext.Partition(0))]);
        }

        Assert.Equal(LiveFrames.HistorySeconds, _frames.RowRates("EVENTS").Count);
        _frames.Publish(DateTimeOffset.UnixEpoch, []);
        Assert.Empty(_frames.RowRates("events"));
    }

    [Fact]
    public async Task Who_follows_a_table_gets_the_latest_frame_and_every_later_one()
    {
        _frames.Publish(DateTimeOffset.UnixEpoch, [View(ConsoleContext.Partition(0))]);
        await using IAsyncEnumerator<LiveFrame> followed = _frames.FollowAsync("Events", TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await followed.MoveNextAsync();
        Assert.Equal(1, followed.Current.Seq);
        _frames.Publish(DateTimeOffset.UnixEpoch, [View(ConsoleContext.Partition(0))]);
        _frames.Publish(DateTimeOffset.UnixEpoch, [View(ConsoleContext.Partition(0))]);
        await followed.MoveNextAsync();
        Assert.Equal(3, followed.Current.Seq); // the second was overtaken
    }

    private static TableView View(params PartitionStatus[] partitions) =>
        new("events", "events", 10, 200, 1, null, new TableStatus("events", "events", "localhost:9092", false, partitions));
}
