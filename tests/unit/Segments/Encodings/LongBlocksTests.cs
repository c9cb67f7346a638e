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

    private static (BlockHeader Header, long[] Longs, int[] Ints) RoundTrip(long[] values)
    {
        ArrayBufferWriter<byte> data = new();
        BlockHeader header = LongBlocks.Plan(values);
        LongBlocks.Encode(header, values, data);
        byte[] packed = [.. data.WrittenSpan, .. new byte[BitPacking.SlackBytes]];
        long[] longs = new long[values.Length];
        int[] ints = new int[values.Length];
        fixed (byte* start = packed)
        {
            Assert.Equal(data.WrittenCount, LongBlocks.EncodedBytes(header, start, data.WrittenCount));
            LongBlocks.Decode(header, start, longs);
            if (header.Width <= 32)
            {
                LongBlocks.Decode(header, start, ints);
            }
        }

        return (header, longs, ints);
    }
}
