using Segments.Encodings;
using Segments.Files;
using Segments.Schema;
using Segments.Sealed;
using Segments.Sealing;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Files;

public sealed class SegmentFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_changed_byte_is_refused_with_file_place_and_reason()
    {
        byte[] sound = SmallFile();
        string damaged = Path.Combine(_directory.Path, "damaged.seg");
        for (int position = 0; position < sound.Length; position++)
        {
            sound[position] ^= (byte)(1 << (position % 8));
            File.WriteAllBytes(damaged, sound);
            sound[position] ^= (byte)(1 << (position % 8));

            SegmentFormatException error = Assert.Throws<SegmentFormatException>(() => SealedSegment.Open(damaged, ChecksumMode.Everything));

            Assert.Equal(damaged, error.Path);
            Assert.False(string.IsNullOrEmpty(error.Place) || string.IsNullOrEmpty(error.Reason));
        }
    }

    [Fact]
    public void Every_cut_is_refused_and_so_is_a_byte_too_many()
    {
        byte[] sound = SmallFile();
        string damaged = Path.Combine(_directory.Path, "damaged.seg");
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(damaged, sound[..length]);
            Assert.Throws<SegmentFormatException>(() => SealedSegment.Open(damaged, ChecksumMode.Ends));
        }

        File.WriteAllBytes(damaged, [.. sound, 0]);
        Assert.Throws<SegmentFormatException>(() => SealedSegment.Open(damaged, ChecksumMode.Ends));
    }

    [Fact]
    public void A_file_of_another_kind_or_version_says_so()
    {
        byte[] file = SmallFile();
        string path = Path.Combine(_directory.Path, "other.seg");
        File.WriteAllText(path, new string('x', 100));
        Assert.Contains("does not begin as segment files do", Assert.Throws<SegmentFormatException>(() => SealedSegment.Open(path, ChecksumMode.Ends)).Message, StringComparison.Ordinal);

        file[SegmentFileFormat.VersionAt] = 2;
        BitConverter.GetBytes(Crc32C.Of(file.AsSpan(0, SegmentFileFormat.HeaderChecksumAt))).CopyTo(file, SegmentFileFormat.HeaderChecksumAt);
        File.WriteAllBytes(path, file);
        Assert.Contains("format version 2 was written by another release", Assert.Throws<SegmentFormatException>(() => SealedSegment.Open(path, ChecksumMode.Ends)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_outlives_the_deletion_of_its_file()
    {
        PlainRows plain = PlainRows.Random(new Random(31), 4200);
        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon);

        File.Delete(segment.Path);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        SegmentChecks.Equal(plain, segment, 4200);
    }

    private byte[] SmallFile()
    {
        PlainRows plain = new(
            new TableSchema("t", [PlainRows.Column("name", DataType.String), PlainRows.Column("count", DataType.Long), PlainRows.Column("tags", DataType.String, isMultiValue: true, keepsNulls: true), PlainRows.Column("price", DataType.Double)]),
            [[PlainRows.Utf8("a"), 1L, new object[] { PlainRows.Utf8("x"), PlainRows.Utf8("y") }, 1.25], [PlainRows.Utf8("b"), 300L, null, 0.1], [PlainRows.Utf8("a"), -2L, null, 2.0]]);
        return File.ReadAllBytes(SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon).Path);
    }
}
