using Segments.Files;
using Segments.Sealed;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Files;

/// <summary>Files of every released format version are read for ever.</summary>
public sealed class GoldenFileTests
{
    [Fact]
    public void Version_1_reads_as_the_rows_it_was_made_of()
    {
        PlainRows plain = GoldenRows.Version1();

        SealedSegment segment = SealedSegment.Open(Golden("v1.seg"), ChecksumMode.Everything);

        Assert.Equal(("golden__0__1__20261125T1200Z", 0, 1, 1000L, 6000L), (segment.Name, segment.Partition, segment.Sequence, segment.StartOffset, segment.EndOffset));
        SegmentChecks.Equal(plain, segment, plain.Rows.Count);
    }

    [Fact]
    public void Version_1_has_columns_of_every_encoding()
    {
        SegmentDirectory directory = SegmentFile.Open(Golden("v1.seg"), ChecksumMode.Ends).Directory;

        Assert.Equal(Enum.GetValues<ColumnEncoding>(), directory.Columns.Select(column => column.Encoding).Distinct().Order());
        Assert.Equal(Enum.GetValues<SectionKind>(), directory.Sections.Select(section => section.Kind).Distinct().Order());
    }

    private static string Golden(string name) => Path.Combine(Repository.Root, "tests", "unit", "Segments", "Files", "golden", name);
}
