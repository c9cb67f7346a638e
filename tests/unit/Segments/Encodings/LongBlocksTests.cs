using System.Buffers;
using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed unsafe class LongBlocksTests
{
    [Theory]
    [InlineData(1, "Packed")]
    [InlineData(2, "Packed")]
    [InlineData(50, "Runs")]
    public void Runs_are_stored_where_they_take_half_the_room(int runLength, string mode)
    {
        long[] values = [.. Enumerable.Range(0, 4096).Select(i => (long)(i / runLength * 7 % 1000))];

        (BlockHeader header, long[] longs, int[] ints) = RoundTrip(values);

        Assert.Equal(mode, header.Mode.ToString());
        Assert.Equal(values, longs);
        Assert.Equal(values, ints.Select(value => (long)value));
    }

    [Fact]
    public void A_constant_block_has_no_data()
    {
        (BlockHeader header, long[] longs, _) = RoundTrip([.. Enumerable.Repeat(77L, 4096)]);

        Assert.Equal((0, BlockMode.Packed), (header.Width, header.Mode));
        Assert.All(longs, value => Assert.Equal(77, value));
    }

    [Fact]
    public void The_whole_range_of_64_bits_comes_back()
    {
        long[] values = [long.MinValue, long.MaxValue, 0, -1, long.MinValue];

        Assert.Equal(values, RoundTrip(values).Longs);
    }

    [Theory]
    [InlineData(int.MinValue, 8)]
    [InlineData(long.MaxValue, 8)]
    [InlineData(-1, 8)]
    [InlineData(100, 8)]
    [InlineData(1000, 8)]
    public void A_default_far_from_the_other_values_does_not_widen_them(long missing, int width)
    {
        Random random = new(1);
        long[] values = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(10) < 3 ? missing : random.Next(200))];

        (BlockHeader header, long[] longs, _) = RoundTrip(values, missing);

        Assert.Equal(values, longs);
        Assert.Equal(width, header.Width);
        Assert.Equal((values.Min(), values.Max()), (header.Min, header.Max));
    }

    private static (BlockHeader Header, long[] Longs, int[] Ints) RoundTrip(long[] values, long? outlier = null)
    {
        ArrayBufferWriter<byte> data = new();
        BlockHeader header = LongBlocks.Plan(values, outlier);
        LongBlocks.Encode(header, values, outlier, data);
        byte[] packed = [.. data.WrittenSpan, .. new byte[BitPacking.SlackBytes]];
        long[] longs = new long[values.Length];
        int[] ints = new int[values.Length];
        fixed (byte* start = packed)
        {
            Assert.Equal(data.WrittenCount, LongBlocks.EncodedBytes(header, start, data.WrittenCount));
            LongBlocks.Decode(header, start, longs);
            if (header.Width <= 32 && !header.HasOutlier)
            {
                LongBlocks.Decode(header, start, ints);
            }
        }

        return (header, longs, ints);
    }
}
