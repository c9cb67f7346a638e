using Segments.Consuming;
using Segments.Tables;
using static UnitTests.Segments.Tables.TableFolderFixture;

namespace UnitTests.Segments.Tables;

public sealed class TablePartitionTests
{
    [Fact]
    public void A_snapshot_holds_each_row_once_before_during_and_after_sealing()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 100)));
        TablePartition partition = table.Partitions[0];

        Fill(partition.Consuming, 110);
        Assert.Equal(10, table.Snapshot().RowCount);
        ConsumingSegment frozen = partition.Roll(Now)!;
        Assert.Equal(10, table.Snapshot().RowCount);
        Fill(partition.Consuming, 115);
        Assert.Equal(15, table.Snapshot().RowCount);
        partition.Seal(frozen, Now);

        Assert.Equal(15, table.Snapshot().RowCount);
        Assert.Equal([10, 5], table.Snapshot().Segments.Select(segment => segment.RowCount));
        Assert.Equal([false, true], table.Snapshot().Segments.Select(segment => segment.IsConsuming));
        Assert.Equal(110, partition.Consuming.StartOffset);
        Assert.Equal(1, partition.Consuming.Sequence);
    }

    [Fact]
    public void A_snapshot_does_not_grow()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 0)));
        Fill(table.Partitions[0].Consuming, 3);

        TableSnapshot snapshot = table.Snapshot();
        Fill(table.Partitions[0].Consuming, 9);

        Assert.Equal(3, snapshot.RowCount);
    }

    [Fact]
    public async Task Readers_see_a_prefix_that_only_grows_while_a_writer_rolls_and_a_worker_seals()
    {
        const int Rows = 20_000;
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 0)));
        TablePartition partition = table.Partitions[0];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        System.Threading.Channels.Channel<ConsumingSegment> full = System.Threading.Channels.Channel.CreateUnbounded<ConsumingSegment>();

        Task writer = Task.Run(
            () =>
            {
                for (long offset = 10; offset <= Rows; offset += 10)
                {
                    Fill(partition.Consuming, offset);
                    if (offset % 500 == 0)
                    {
                        full.Writer.TryWrite(partition.Roll(Now)!);
                    }
                }

                full.Writer.Complete();
            },
            cancellation);
        Task sealer = Task.Run(
            async () =>
            {
                await foreach (ConsumingSegment frozen in full.Reader.ReadAllAsync(cancellation))
                {
                    partition.Seal(frozen, Now);
                }
            },
            cancellation);

        long last = 0;
        while (!sealer.IsCompleted)
        {
            long seen = table.Snapshot().RowCount;
            Assert.True(seen >= last, $"{seen} rows after {last}");
            last = seen;
        }

        await Task.WhenAll(writer, sealer);
        Assert.Equal(Rows, table.Snapshot().RowCount);
        Assert.Equal(Rows / 500, partition.Sealed.Count);
    }

    [Fact]
    public void After_a_restart_a_partition_goes_on_at_the_end_of_its_last_file()
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = catalog.Create(Definition("events", (0, 5), (1, 40))).Partitions[0];
            FillAndSeal(partition, 20);
            FillAndSeal(partition, 30);
            Fill(partition.Consuming, 37);
        }

        using TableCatalog again = folder.Open();
        Table table = again.Tables[0];

        Assert.Equal([30, 40], table.Partitions.Select(partition => partition.Consuming.StartOffset));
        Assert.Equal([2, 0], table.Partitions.Select(partition => partition.Consuming.Sequence));
        Assert.Equal(25, table.Snapshot().RowCount);
        Assert.Empty(table.Partitions[0].Missing);
        Assert.Empty(table.Damaged);
    }

    [Fact]
    public void A_file_that_was_not_renamed_when_the_process_died_never_existed()
    {
        using TableFolderFixture folder = new();
        string leftover;
        using (TableCatalog catalog = folder.Open())
        {
            Table created = catalog.Create(Definition("events", (0, 0)));
            FillAndSeal(created.Partitions[0], 10);
            string whole = Directory.GetFiles(created.SegmentsDirectory).Single();
            leftover = Path.Combine(created.SegmentsDirectory, "events__0__1__20240211T1334Z.seg.tmp");
            File.Copy(whole, leftover);
        }

        using TableCatalog again = folder.Open();

        Assert.False(File.Exists(leftover));
        Assert.Equal(10, again.Tables[0].Partitions[0].Consuming.StartOffset);
    }

    [Fact]
    public void Rolling_what_nothing_was_read_into_seals_nothing_and_keeps_the_number()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Create(Definition("events", (0, 3))).Partitions[0];

        Assert.Null(partition.Roll(Now));

        Assert.Empty(partition.Frozen);
        Assert.Equal((0, 3L), (partition.Consuming.Sequence, partition.Consuming.StartOffset));
    }

    [Fact]
    public void Progress_without_rows_is_sealed_too()
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = catalog.Create(Definition("events", (0, 3))).Partitions[0];
            partition.Consuming.Publish(50, Now);
            partition.Seal(partition.Roll(Now)!, Now);
        }

        using TableCatalog again = folder.Open();
        Assert.Equal(50, again.Tables[0].Partitions[0].Consuming.StartOffset);
        Assert.Equal(0, again.Tables[0].Snapshot().RowCount);
    }

    [Fact]
    public void Roll_refuses_rows_that_were_not_published()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Create(Definition("events", (0, 0))).Partitions[0];
        partition.Consuming.Append(new(partition.Consuming.Schema));

        Assert.Throws<InvalidOperationException>(() => partition.Roll(Now));
    }

    [Fact]
    public void Seal_refuses_to_overtake()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Create(Definition("events", (0, 0))).Partitions[0];
        Fill(partition.Consuming, 10);
        ConsumingSegment first = partition.Roll(Now)!;
        Fill(partition.Consuming, 20);
        ConsumingSegment second = partition.Roll(Now)!;

        Assert.Throws<InvalidOperationException>(() => partition.Seal(second, Now));
        partition.Seal(first, Now);
        partition.Seal(second, Now);

        Assert.Equal([0, 1], partition.Sealed.Select(segment => segment.Sequence));
    }

    [Fact]
    public void A_disk_that_refuses_a_seal_leaves_the_rows_readable_and_the_seal_can_be_tried_again()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 0)));
        TablePartition partition = table.Partitions[0];
        Fill(partition.Consuming, 10);
        ConsumingSegment frozen = partition.Roll(Now)!;
        Directory.Delete(table.SegmentsDirectory);
        File.WriteAllText(table.SegmentsDirectory, "a file stands in the way");

        Assert.ThrowsAny<IOException>(() => partition.Seal(frozen, Now));
        Assert.Equal(10, table.Snapshot().RowCount);
        Assert.Equal([frozen], partition.Frozen);

        File.Delete(table.SegmentsDirectory);
        Directory.CreateDirectory(table.SegmentsDirectory);
        partition.Seal(frozen, Now);
        Assert.Equal(10, table.Snapshot().RowCount);
        Assert.Empty(partition.Frozen);
    }

    [Fact]
    public void Restart_drops_the_rows_and_begins_at_the_same_offset()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 4)));
        Fill(table.Partitions[0].Consuming, 10);

        ConsumingSegment fresh = table.Partitions[0].Restart(Now);

        Assert.Same(fresh, table.Partitions[0].Consuming);
        Assert.Equal((0, 4L, 4L), (fresh.Sequence, fresh.StartOffset, fresh.NextOffset));
        Assert.Equal(0, table.Snapshot().RowCount);
    }

    [Fact]
    public void A_partition_that_appears_later_is_opened_once()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        Table table = catalog.Create(Definition("events", (0, 0), (2, 0)));

        TablePartition grown = table.OpenPartition(1, 77);

        Assert.Same(grown, table.OpenPartition(1, 99));
        Assert.Equal(77, grown.Consuming.StartOffset);
        Assert.Equal([0, 1, 2], table.Partitions.Select(partition => partition.Id));
    }
}
