using CsCheck;
using Segments.Consuming;
using Segments.Tables;
using static UnitTests.Segments.Tables.TableFolderFixture;

namespace UnitTests.Segments.Tables;

/// <summary>Files that were damaged, lost or doubled while the process was away.</summary>
public sealed class DamageTests
{
    [Fact]
    public void A_damaged_file_in_the_middle_is_moved_aside_and_its_range_is_missing()
    {
        using TableFolderFixture folder = Prepared(10, 20, 30);
        string file = FileOf(folder, sequence: 1);
        File.WriteAllText(file, "rubbish");

        using TableCatalog catalog = folder.Open();
        Table table = catalog.Tables[0];

        DamagedFile damaged = Assert.Single(table.Damaged);
        Assert.Equal(file + ".damaged", damaged.Path);
        Assert.True(File.Exists(damaged.Path));
        Assert.False(File.Exists(file));
        Assert.Equal((0, 10, 20), (damaged.Partition, damaged.From, damaged.To));
        Assert.NotEmpty(damaged.Reason);
        Assert.Equal([new OffsetRange(10, 20)], table.Partitions[0].Missing);
        Assert.Equal(20, table.Snapshot().RowCount);
        Assert.Equal(30, table.Partitions[0].Consuming.StartOffset);
    }

    [Fact]
    public void A_damaged_last_file_is_read_again_by_the_consuming_segment()
    {
        using TableFolderFixture folder = Prepared(10, 20, 30);
        File.WriteAllText(FileOf(folder, sequence: 2), string.Empty);

        using TableCatalog catalog = folder.Open();
        Table table = catalog.Tables[0];

        Assert.Equal((20L, null), (Assert.Single(table.Damaged).From, table.Damaged[0].To));
        Assert.Empty(table.Partitions[0].Missing);
        Assert.Equal((20L, 2), (table.Partitions[0].Consuming.StartOffset, table.Partitions[0].Consuming.Sequence));
    }

    [Fact]
    public void A_lost_first_file_is_missing_from_the_tables_start_on()
    {
        using TableFolderFixture folder = Prepared(10, 20);
        File.Delete(FileOf(folder, sequence: 0));

        using TableCatalog catalog = folder.Open();

        Assert.Equal([new OffsetRange(0, 10)], catalog.Tables[0].Partitions[0].Missing);
    }

    [Fact]
    public void Two_files_with_the_same_offsets_are_served_once()
    {
        using TableFolderFixture folder = Prepared(10, 20);
        string file = FileOf(folder, sequence: 1);
        File.Copy(file, file.Replace("T1334Z", "T1335Z", StringComparison.Ordinal));

        using TableCatalog catalog = folder.Open();

        Assert.Contains("overlap", Assert.Single(catalog.Tables[0].Damaged).Reason, StringComparison.Ordinal);
        Assert.Equal(20, catalog.Tables[0].Snapshot().RowCount);
        Assert.Empty(catalog.Tables[0].Partitions[0].Missing);
    }

    [Fact]
    public void A_file_under_the_name_of_another_segment_is_refused()
    {
        using TableFolderFixture folder = Prepared(10, 20);
        string file = FileOf(folder, sequence: 1);
        File.Move(file, file.Replace("__0__1__", "__0__7__", StringComparison.Ordinal));

        using TableCatalog catalog = folder.Open();

        Assert.Contains("renamed", Assert.Single(catalog.Tables[0].Damaged).Reason, StringComparison.Ordinal);
        Assert.Equal(10, catalog.Tables[0].Snapshot().RowCount);
        Assert.Equal(10, catalog.Tables[0].Partitions[0].Consuming.StartOffset);
    }

    [Fact]
    public void A_repair_fills_the_hole_and_shows_its_rows_as_they_come()
    {
        using TableFolderFixture folder = Prepared(10, 20, 30);
        File.WriteAllText(FileOf(folder, sequence: 1), "rubbish");
        using (TableCatalog catalog = folder.Open())
        {
            Table table = catalog.Tables[0];
            TablePartition partition = table.Partitions[0];

            ConsumingSegment repair = partition.OpenRepair(new OffsetRange(10, 20), Now);
            Fill(repair, 14);
            Assert.Equal(24, table.Snapshot().RowCount);
            Assert.Equal([10, 4, 10, 0], table.Snapshot().Segments.Select(segment => segment.RowCount));
            Assert.Throws<ArgumentException>(() => partition.OpenRepair(new OffsetRange(10, 20), Now));
            Fill(repair, 20);
            partition.SealRepair(repair, Now);

            Assert.Equal(30, table.Snapshot().RowCount);
            Assert.Equal([0, 1, 2], partition.Sealed.Select(segment => segment.Sequence));
            Assert.Empty(partition.Missing);
            Assert.Empty(partition.Repairs);
        }

        using TableCatalog again = folder.Open();
        Assert.Equal(30, again.Tables[0].Snapshot().RowCount);
        Assert.Empty(again.Tables[0].Partitions[0].Missing);
        Assert.Empty(again.Tables[0].Damaged);
    }

    [Fact]
    public void What_Kafka_no_longer_has_stays_missing_after_the_rest_is_repaired()
    {
        using TableFolderFixture folder = Prepared(10, 20, 30);
        File.Delete(FileOf(folder, sequence: 1));
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Tables[0].Partitions[0];

        ConsumingSegment repair = partition.OpenRepair(new OffsetRange(16, 20), Now);
        Fill(repair, 20);
        partition.SealRepair(repair, Now);

        Assert.Equal([new OffsetRange(10, 16)], partition.Missing);
    }

    [Fact]
    public void A_repair_that_is_dropped_leaves_the_hole()
    {
        using TableFolderFixture folder = Prepared(10, 20, 30);
        File.Delete(FileOf(folder, sequence: 1));
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Tables[0].Partitions[0];
        ConsumingSegment repair = partition.OpenRepair(new OffsetRange(10, 20), Now);
        Fill(repair, 13);

        partition.DropRepair(repair);

        Assert.Equal([new OffsetRange(10, 20)], partition.Missing);
        Assert.Equal(20, catalog.Tables[0].Snapshot().RowCount);
        Assert.Throws<InvalidOperationException>(() => partition.SealRepair(repair, Now));
    }

    [Fact]
    public void OpenRepair_refuses_offsets_that_are_not_missing()
    {
        using TableFolderFixture folder = Prepared(10, 20);
        using TableCatalog catalog = folder.Open();

        Assert.Throws<ArgumentException>(() => catalog.Tables[0].Partitions[0].OpenRepair(new OffsetRange(5, 10), Now));
    }

    [Fact]
    public void Whatever_files_are_lost_sealed_and_missing_ranges_cover_the_log_once() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 63]).Sample(
            (files, lost) =>
            {
                using TableFolderFixture folder = Prepared([.. Enumerable.Range(1, files).Select(n => n * 5L)]);
                foreach (int sequence in Enumerable.Range(0, files).Where(sequence => ((lost >> sequence) & 1) == 1))
                {
                    File.Delete(FileOf(folder, sequence));
                }

                using TableCatalog catalog = folder.Open();
                TablePartition partition = catalog.Tables[0].Partitions[0];
                OffsetRange[] ranges =
                [
                    .. partition.Sealed.Select(segment => new OffsetRange(segment.StartOffset, segment.EndOffset))
                        .Concat(partition.Missing)
                        .OrderBy(range => range.Start),
                ];

                Assert.Equal(0, ranges.Length == 0 ? 0 : ranges[0].Start);
                Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                Assert.Equal(ranges.Length == 0 ? 0 : ranges[^1].End, partition.Consuming.StartOffset);
            },
            iter: 40,
            threads: 1);

    // Table events, partition 0, one sealed segment up to each offset.
    private static TableFolderFixture Prepared(params long[] ends)
    {
        TableFolderFixture folder = new();
        using TableCatalog catalog = folder.Open();
        TablePartition partition = catalog.Create(Definition("events", (0, 0))).Partitions[0];
        foreach (long end in ends)
        {
            FillAndSeal(partition, end);
        }

        return folder;
    }

    private static string FileOf(TableFolderFixture folder, int sequence) =>
        Directory.GetFiles(Path.Combine(folder.Path, "tables", "events", "segments"), $"events__0__{sequence}__*.seg").Single();
}
