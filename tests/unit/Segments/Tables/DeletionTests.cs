using Segments.Tables;
using static UnitTests.Segments.Tables.TableFolderFixture;

namespace UnitTests.Segments.Tables;

public sealed class DeletionTests
{
    [Fact]
    public void Deleted_segments_are_gone_and_not_missing_also_after_a_start()
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = Sealed(catalog, 10, 20, 30, 40);

            Assert.Equal(2, partition.Delete([partition.Sealed[1], partition.Sealed[2]]));

            Assert.Equal([0L, 30L], partition.Sealed.Select(segment => segment.StartOffset));
            Assert.Equal(2, Files(folder).Length);
        }

        using TableCatalog again = folder.Open();
        TablePartition read = again.Tables[0].Partitions[0];
        Assert.Equal([0L, 30L], read.Sealed.Select(segment => segment.StartOffset));
        Assert.Empty(read.Missing);
        Assert.Equal((40L, 4), (read.Consuming.StartOffset, read.Consuming.Sequence));
    }

    [Fact]
    public void Numbers_and_offsets_go_on_when_every_segment_was_deleted()
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = Sealed(catalog, 10, 20);
            partition.Delete(partition.Sealed);
        }

        using TableCatalog again = folder.Open();
        TablePartition read = again.Tables[0].Partitions[0];
        Assert.Empty(read.Sealed);
        Assert.Empty(read.Missing);
        Assert.Equal((20L, 2), (read.Consuming.StartOffset, read.Consuming.Sequence));
    }

    [Fact]
    public void A_crash_between_note_and_removal_finishes_the_deletion_at_the_next_start()
    {
        using TableFolderFixture folder = new();
        TableFolderFixture? crashed = null;
        bool isDeleting = false;
        using (TableCatalog catalog = folder.Open(step => crashed = isDeleting && step == "definition replaced" ? folder.Copy() : crashed))
        {
            TablePartition partition = Sealed(catalog, 10, 20, 30);
            isDeleting = true;
            partition.Delete([partition.Sealed[1]]);
        }

        Assert.Equal(3, Files(crashed!).Length);
        using (TableCatalog again = crashed!.Open())
        {
            Assert.Equal([0L, 20L], again.Tables[0].Partitions[0].Sealed.Select(segment => segment.StartOffset));
            Assert.Empty(again.Tables[0].Partitions[0].Missing);
            Assert.Equal(2, Files(crashed).Length);
        }

        crashed.Dispose();
    }

    [Fact]
    public void What_is_damaged_beside_a_deleted_segment_is_still_missing()
    {
        using TableFolderFixture folder = new();
        string damaged;
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = Sealed(catalog, 10, 20, 30, 40);
            partition.Delete([partition.Sealed[1]]);
            damaged = partition.Sealed[1].Path;
        }

        File.Delete(damaged);

        using TableCatalog again = folder.Open();
        TablePartition read = again.Tables[0].Partitions[0];
        Assert.Equal([new OffsetRange(20, 30)], read.Missing);
        Assert.Equal(2, read.OpenRepair(new OffsetRange(20, 30), Now).Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Reading_goes_on_at_another_offset_also_after_a_start(long offset)
    {
        using TableFolderFixture folder = new();
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = Sealed(catalog, 10, 20);
            Assert.Equal((offset, 2), (partition.Jump(offset, Now).StartOffset, partition.Consuming.Sequence));
        }

        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = catalog.Tables[0].Partitions[0];
            Assert.Equal((offset, 2), (partition.Consuming.StartOffset, partition.Consuming.Sequence));
            FillAndSeal(partition, offset + 15);
        }

        using TableCatalog again = folder.Open();
        TablePartition read = again.Tables[0].Partitions[0];
        Assert.Equal([0L, 10L, offset], read.Sealed.Select(segment => segment.StartOffset));
        Assert.Equal(35, again.Tables[0].Snapshot().RowCount);
        Assert.Empty(again.Tables[0].Damaged);
        Assert.Empty(read.Missing);
        Assert.Equal((offset + 15, 3), (read.Consuming.StartOffset, read.Consuming.Sequence));
    }

    [Fact]
    public void Lost_offsets_are_read_again_unless_reading_came_by_once_more()
    {
        using TableFolderFixture folder = new();
        string[] lost;
        using (TableCatalog catalog = folder.Open())
        {
            TablePartition partition = Sealed(catalog, 10, 20, 30);
            partition.Jump(15, Now);
            FillAndSeal(partition, 40);
            lost = [partition.Sealed[0].Path, partition.Sealed[1].Path];
        }

        Array.ForEach(lost, File.Delete);

        using TableCatalog again = folder.Open();
        Assert.Equal([new OffsetRange(0, 15)], again.Tables[0].Partitions[0].Missing);
        Assert.Equal(0, again.Tables[0].Partitions[0].OpenRepair(new OffsetRange(0, 15), Now).Sequence);
        Assert.Equal([20L, 15L], again.Tables[0].Partitions[0].Sealed.Select(segment => segment.StartOffset));
    }

    [Fact]
    public void Rows_that_are_not_sealed_forbid_a_jump()
    {
        using TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        TablePartition partition = Sealed(catalog, 10);
        Fill(partition.Consuming, 15);

        Assert.Throws<InvalidOperationException>(() => partition.Jump(0, Now));
        partition.Roll(Now);
        Assert.Throws<InvalidOperationException>(() => partition.Jump(0, Now));
    }

    private static TablePartition Sealed(TableCatalog catalog, params long[] ends)
    {
        TablePartition partition = catalog.Create(Definition("events", (0, 0))).Partitions[0];
        foreach (long end in ends)
        {
            FillAndSeal(partition, end);
        }

        return partition;
    }

    private static string[] Files(TableFolderFixture folder) => Directory.GetFiles(folder.Path, "*.seg", SearchOption.AllDirectories);
}
