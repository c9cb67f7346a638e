using Ingestion;
using Ingestion.Kafka;
using Ingestion.Sources;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Tables;

namespace UnitTests.Ingestion;

public sealed class PartitionConsumerTests
{
    [Fact]
    public async Task Rows_become_visible_in_offset_order()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 100);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 100);

        Assert.Equal(Numbers(0, 100), fixture.Ids());
        Assert.Equal(LoopPhase.Reading, fixture.Consumer.Counters.State.Phase);
    }

    [Fact]
    public async Task Segments_hold_exactly_the_rows_of_their_limit_also_within_a_batch()
    {
        await using ConsumerFixture fixture = new(segmentRows: 7);
        fixture.Add(0, 30);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 4);

        Assert.Equal([7, 7, 7, 7], fixture.Partition.Sealed.Select(segment => segment.RowCount));
        Assert.Equal([0L, 7, 14, 21], fixture.Partition.Sealed.Select(segment => segment.StartOffset));
        Assert.Equal(28, fixture.Partition.Consuming.StartOffset);
    }

    [Fact]
    public async Task A_restart_reads_on_at_the_end_of_the_last_sealed_segment()
    {
        await using ConsumerFixture fixture = new(segmentRows: 10);
        fixture.Add(0, 35);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 3 && fixture.Consumer.Counters.Position == 35);

        await fixture.RestartAsync();
        fixture.Add(0, 40);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 40);

        Assert.Equal([30L], fixture.Source.Starts);
        Assert.Equal(Numbers(0, 40), fixture.Ids());
    }

    [Fact]
    public async Task The_position_passes_control_records_at_the_end()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 3);
        fixture.Source.EndAt(5);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);

        Assert.Equal(5, fixture.Partition.Consuming.NextOffset);
        Assert.Empty(fixture.Consumer.Counters.Gaps);
    }

    [Fact]
    public async Task Tombstones_are_skipped_and_counted()
    {
        await using ConsumerFixture fixture = new();
        fixture.Source.Add(0, null);
        fixture.Add(1, 3);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 3);

        Assert.Equal([1L, 2], fixture.Ids());
        Assert.Equal((2, 1, 0), (fixture.Consumer.Counters.Rows, fixture.Consumer.Counters.Tombstones, fixture.Consumer.Counters.Rejected));
    }

    [Fact]
    public async Task A_message_that_is_no_row_is_kept_and_passed()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 1);
        fixture.Source.Add(1, "not json");
        fixture.Add(2, 3);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 3);

        RejectedMessage reject = Assert.Single(fixture.Rejects.ToList());
        Assert.Equal((0, 1L, 8), (reject.Partition, reject.Offset, reject.Bytes));
        Assert.Equal("not json"u8.ToArray(), reject.Raw.ToArray());
        Assert.Contains("not valid JSON", reject.Reason, StringComparison.Ordinal);
        Assert.Equal([0L, 2], fixture.Ids());
    }

    [Fact]
    public async Task Expired_offsets_become_a_gap_and_reading_goes_on_behind_it()
    {
        await using ConsumerFixture fixture = new(startOffset: 10);
        fixture.Add(0, 60);
        fixture.Source.Expire(50);

        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 60);

        OffsetGap gap = Assert.Single(fixture.Consumer.Counters.Gaps);
        Assert.Equal((10L, 50L), (gap.From, gap.To));
        Assert.Equal(Numbers(50, 60), fixture.Ids());
    }

    [Fact]
    public async Task A_partition_too_far_behind_goes_on_at_its_end_with_the_next_segment()
    {
        await using ConsumerFixture fixture = new(segmentRows: 10, autoReset: new OffsetAutoReset(100, null));
        fixture.Add(0, 1000);

        await CatchUpAsync(fixture, 1000);
        fixture.Add(1000, 1005);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 1005);

        OffsetGap gap = Assert.Single(fixture.Partition.Gaps);
        Assert.Equal((fixture.Ids().Length - 5, 1000L), (gap.From, gap.To));
        Assert.InRange(gap.From, 10, 32);
        Assert.Equal([.. Numbers(0, (int)gap.From), .. Numbers(1000, 1005)], fixture.Ids());
        Assert.Contains("more than offsetAutoReset.offsetThreshold (100)", gap.Reason, StringComparison.Ordinal);
        await fixture.RestartAsync();
        Assert.Equal((1000L, 1), (fixture.Partition.Consuming.StartOffset, fixture.Partition.Gaps.Count));
        fixture.Consumer.Start();
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(1_000_000_000, 0)]
    public async Task The_age_of_the_next_message_may_decide_how_far_behind_is_too_far(int seconds, int gaps)
    {
        await using ConsumerFixture fixture = new(segmentRows: 10, autoReset: new OffsetAutoReset(null, TimeSpan.FromSeconds(seconds)));
        fixture.Add(0, 200);
        fixture.Source.AddMessage(200, new ListMessage(System.Text.Encoding.UTF8.GetBytes(ConsumerFixture.Message(200))) { Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() });

        await CatchUpAsync(fixture, 201);

        Assert.Equal(gaps, fixture.Partition.Gaps.Count);
        Assert.Equal(gaps == 0, fixture.Ids().Length == 201);
    }

    private static async Task CatchUpAsync(ConsumerFixture fixture, long end)
    {
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == end);
    }

    [Fact]
    public async Task A_topic_that_was_made_anew_is_read_from_its_first_offset_and_the_rows_of_the_old_one_stay()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 20);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 20);

        fixture.Source.Replace("second");
        fixture.Add(0, 3);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 3);

        Assert.Equal([.. Numbers(0, 20), .. Numbers(0, 3)], fixture.Ids());
        OffsetGap gap = Assert.Single(fixture.Partition.Gaps);
        Assert.Equal((20L, 20L), (gap.From, gap.To));

        // After a crash the rows of the old topic are in a file, and the new one is read again.
        await fixture.RestartAsync();
        fixture.Source.Replace("second");
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);
        Assert.Equal([.. Numbers(0, 20), .. Numbers(0, 5)], fixture.Ids());
        Assert.Equal(gap, Assert.Single(fixture.Consumer.Counters.Gaps));
    }

    [Fact]
    public async Task A_longer_topic_of_the_same_name_is_told_by_its_identity()
    {
        await using ConsumerFixture fixture = new(segmentRows: 5);
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);

        await fixture.RestartAsync();
        fixture.Source.Replace("second");
        fixture.Add(0, 9);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 9);

        Assert.Equal([.. Numbers(0, 5), .. Numbers(0, 9)], fixture.Ids());
    }

    [Fact]
    public async Task A_log_that_was_cut_is_read_on_at_its_end()
    {
        await using ConsumerFixture fixture = new(segmentRows: 10);
        fixture.Add(0, 10);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);

        await fixture.RestartAsync();
        fixture.Add(0, 6);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Gaps.Count == 1);
        fixture.Add(6, 8);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 8);

        Assert.Equal([.. Numbers(0, 10), 6, 7], fixture.Ids());
    }

    [Fact]
    public async Task A_passing_fault_is_noted_and_reading_goes_on()
    {
        await using ConsumerFixture fixture = new();
        fixture.Consumer.Start();
        fixture.Source.Fail(new SourceFault(SourceFaultKind.Passing, "broker is away"));
        fixture.Add(0, 3);

        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 3);

        Assert.Equal("broker is away", fixture.Consumer.Counters.Error!.Text);
    }

    [Fact]
    public async Task A_forced_seal_writes_what_was_read()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);

        fixture.Consumer.Requests.TryAskForSeal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);
        fixture.Add(5, 8);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 8);

        Assert.Equal(5, fixture.Partition.Sealed[0].RowCount);
        Assert.Equal(Numbers(0, 8), fixture.Ids());
    }

    [Fact]
    public async Task A_forced_seal_of_nothing_uses_up_the_number_and_the_offsets_also_for_the_next_start()
    {
        await using ConsumerFixture fixture = new();
        fixture.Source.Add(0, "no row");
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 1);

        fixture.Consumer.Requests.TryAskForSeal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Consuming.Sequence == 1);
        fixture.Consumer.Requests.TryAskForSeal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Consuming.Sequence == 2);
        Assert.Empty(Directory.EnumerateFiles(fixture.Table.SegmentsDirectory));
        await fixture.RestartAsync();

        Assert.Equal((2, 1L, 0), (fixture.Partition.Consuming.Sequence, fixture.Partition.Consuming.StartOffset, fixture.Partition.Missing.Count));
        fixture.Source.Add(0, "no row");
        fixture.Add(1, 4);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 4);
        fixture.Consumer.Requests.TryAskForSeal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);
        Assert.Equal((2, 1L, 4L), (fixture.Partition.Sealed[0].Sequence, fixture.Partition.Sealed[0].StartOffset, fixture.Partition.Sealed[0].EndOffset));
    }

    [Fact]
    public async Task A_pause_of_nothing_uses_up_one_number_however_often_it_is_asked_for()
    {
        await using ConsumerFixture fixture = new();
        fixture.Consumer.Start();
        fixture.Consumer.Requests.AskForPause();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.Paused);
        fixture.Consumer.Requests.AskForPause();
        Assert.False(fixture.Consumer.Requests.TryAskForSeal());

        await fixture.Consumer.Requests.ResumeAsync(ResumeFrom.LastConsumed);
        fixture.Add(0, 1);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 1);

        Assert.Equal(1, fixture.Partition.Consuming.Sequence);
    }

    [Fact]
    public async Task A_renewal_leaves_a_segment_with_rows_alone_and_keeps_the_number_of_an_empty_one()
    {
        await using ConsumerFixture fixture = new();
        fixture.Consumer.Start();
        ConsumingSegment first = fixture.Partition.Consuming;
        fixture.Consumer.Requests.AskForRenewal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Consuming != first);
        Assert.Equal(0, fixture.Partition.Consuming.Sequence);

        fixture.Add(0, 1);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 1);
        ConsumingSegment second = fixture.Partition.Consuming;
        fixture.Consumer.Requests.AskForRenewal();
        fixture.Add(1, 2);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 2);

        Assert.Same(second, fixture.Partition.Consuming);
    }

    [Fact]
    public async Task A_pause_seals_and_reads_nothing_until_it_ends()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);

        fixture.Consumer.Requests.AskForPause();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.Paused);
        fixture.Add(5, 9);
        Assert.Equal(5, Assert.Single(fixture.Partition.Sealed).RowCount);
        Assert.Equal(5, fixture.Consumer.Counters.Position);

        await fixture.Consumer.Requests.ResumeAsync(ResumeFrom.LastConsumed);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 9);
        Assert.Equal(Numbers(0, 9), fixture.Ids());
    }

    [Theory]
    [InlineData(ResumeFrom.Smallest, new long[] { 0, 1, 2, 3, 4, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(ResumeFrom.Largest, new long[] { 0, 1, 2, 3, 4, 7, 8 })]
    public async Task A_pause_may_end_elsewhere_also_for_the_next_start(ResumeFrom from, long[] expected)
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);
        fixture.Consumer.Requests.AskForPause();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.Paused);
        fixture.Add(5, 7);
        fixture.Source.Expire(2);

        await fixture.Consumer.Requests.ResumeAsync(from);
        fixture.Add(7, 9);
        await ConsumerFixture.UntilAsync(() => fixture.Ids().Length == expected.Length);
        Assert.Equal(expected, fixture.Ids());
        await fixture.RestartAsync();
        fixture.Add(0, 9);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 9);

        Assert.Equal(expected, fixture.Ids());
        Assert.Empty(fixture.Consumer.Counters.Gaps);
    }

    [Fact]
    public async Task Dropped_rows_are_read_again()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);
        fixture.Consumer.Requests.TryAskForSeal();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);
        fixture.Add(5, 8);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 8);

        fixture.Consumer.Requests.AskForDrop();

        await ConsumerFixture.UntilAsync(() => fixture.Source.Starts.Count == 2 && fixture.Consumer.Counters.Position == 8);
        Assert.Equal([0L, 5L], fixture.Source.Starts);
        Assert.Equal(Numbers(0, 8), fixture.Ids());
    }

    [Fact]
    public async Task A_disk_that_takes_no_segment_stops_nothing_and_loses_nothing()
    {
        await using ConsumerFixture fixture = new(segmentRows: 5);
        string directory = fixture.Table.SegmentsDirectory;
        Directory.Delete(directory);
        await File.WriteAllTextAsync(directory, "in the way", TestContext.Current.CancellationToken);
        fixture.Add(0, 12);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.SealTrouble is not null && fixture.Consumer.Counters.Position >= 10);
        Assert.NotNull(fixture.Consumer.Counters.Error);
        Assert.Equal(Numbers(0, 12), fixture.Ids());

        File.Delete(directory);
        Directory.CreateDirectory(directory);

        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 2);
        Assert.Null(fixture.Consumer.SealTrouble);
        Assert.Equal(Numbers(0, 12), fixture.Ids());
    }

    [Fact]
    public async Task Reading_waits_while_too_many_segments_are_unwritten()
    {
        await using ConsumerFixture fixture = new(segmentRows: 5);
        string directory = fixture.Table.SegmentsDirectory;
        Directory.Delete(directory);
        await File.WriteAllTextAsync(directory, "in the way", TestContext.Current.CancellationToken);
        fixture.Add(0, 40);
        fixture.Consumer.Start();

        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.WaitingForDisk);
        Assert.Equal((2, 15L), (fixture.Consumer.Unsealed, fixture.Consumer.Counters.Position));

        File.Delete(directory);
        Directory.CreateDirectory(directory);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 40);
        Assert.Equal(Numbers(0, 40), fixture.Ids());
    }

    [Fact]
    public async Task A_damaged_file_is_read_again_from_the_topic()
    {
        await using ConsumerFixture fixture = new(segmentRows: 10);
        fixture.Add(0, 35);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 3);
        string damaged = Path.Combine(fixture.Table.SegmentsDirectory, fixture.Partition.Sealed[1].Name + ".seg");
        byte[] bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        await fixture.RestartAsync(() => File.WriteAllBytes(damaged, bytes[..(bytes.Length / 2)]));
        Assert.Single(fixture.Partition.Missing);
        fixture.Add(0, 35);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 35);

        Assert.Empty(fixture.Partition.Missing);
        Assert.Empty(fixture.Consumer.Counters.Gaps);
        Assert.Equal(Numbers(0, 35), fixture.Ids());
    }

    [Fact]
    public async Task What_was_read_is_sealed_also_while_kafka_does_not_answer()
    {
        await using ConsumerFixture fixture = new();
        fixture.Add(0, 5);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 5);
        fixture.Source.IsDown = true;
        fixture.Consumer.Requests.AskForCheck();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.Retrying);

        fixture.Consumer.Requests.TryAskForSeal();

        await ConsumerFixture.UntilAsync(() => fixture.Partition.Sealed.Count == 1);
        fixture.Source.IsDown = false;
        fixture.Add(5, 7);
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 7);
        Assert.Equal(Numbers(0, 7), fixture.Ids());
    }

    [Fact]
    public async Task Who_asked_to_read_on_is_told_that_the_table_was_paused_again()
    {
        await using ConsumerFixture fixture = new();
        fixture.Consumer.Requests.AskForPause();
        Task first = fixture.Consumer.Requests.ResumeAsync(ResumeFrom.Largest);
        Task second = fixture.Consumer.Requests.ResumeAsync(ResumeFrom.LastConsumed);
        fixture.Consumer.Requests.AskForPause();

        await Assert.ThrowsAsync<IngestionException>(() => first);
        await Assert.ThrowsAsync<IngestionException>(() => second);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.State.Phase == LoopPhase.Paused);
    }

    [Fact]
    public async Task A_message_whose_decoder_has_to_wait_comes_again_whole()
    {
        await using ConsumerFixture fixture = new(format: new LateFormat(3, 7));
        fixture.Add(0, 10);
        fixture.Consumer.Start();
        await ConsumerFixture.UntilAsync(() => fixture.Consumer.Counters.Position == 10);

        Assert.Equal(Numbers(0, 10), fixture.Ids());
        Assert.Equal(10, fixture.Consumer.Counters.Rows);
    }

    private static long[] Numbers(int from, int to) => [.. Enumerable.Range(from, to - from).Select(number => (long)number)];
}
