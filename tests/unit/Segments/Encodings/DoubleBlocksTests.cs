using System.Buffers;
using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed unsafe class DoubleBlocksTests
{
    [Theory]
    [InlineData(new[] { 1.25, 100.5, -3.0 }, "Decimals", 2)]
    [InlineData(new[] { 0.1, 0.2, 999.99 }, "Decimals", 2)]
    [InlineData(new[] { 1.0, 2.0 }, "Decimals", 0)]
    [InlineData(new[] { 1.0, -0.0 }, "Bits", 0)]
    [InlineData(new[] { 1.0, double.NaN }, "Bits", 0)]
    [InlineData(new[] { 1.0, double.PositiveInfinity }, "Bits", 0)]
    [InlineData(new[] { 1.0, 1e300 }, "Bits", 0)]
    [InlineData(new[] { 0.3333333333333333, 0.1 + 0.2 }, "Bits", 0)]
    [InlineData(new double[0], "Decimals", 0)]
    public void A_block_is_decimal_only_if_every_bit_comes_back(double[] values, string mode, int exponent)
    {
        (BlockHeader header, double[] decoded) = RoundTrip(values, isFloat: false);

        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), decoded.Select(BitConverter.DoubleToInt64Bits));
        if (values.Length > 0)
        {
            Assert.Equal((mode, exponent), (header.Mode.ToString(), (int)header.Exponent));
        }
    }

    [Fact]
    public void Floats_are_decimals_of_their_own_precision()
    {
        double[] values = [.. new[] { 0.1f, 12.5f, -7.75f, 123.456f }.Select(value => (double)value)];

        (BlockHeader header, double[] decoded) = RoundTrip(values, isFloat: true);

        Assert.Equal(values, decoded);
        Assert.Equal(BlockMode.Decimals, header.Mode);
    }

    [Fact]
    public void Missing_values_do_not_keep_the_others_from_being_decimals()
    {
        double[] values = [1.25, double.NegativeInfinity, 3.5, double.NegativeInfinity];

        (BlockHeader header, double[] decoded) = RoundTrip(values, isFloat: false);

        Assert.Equal(values, decoded);
        Assert.Equal((BlockMode.Decimals, true, 8), (header.Mode, header.HasOutlier, (int)header.Width));
        Assert.Equal(BlockMode.Bits, RoundTrip([double.NegativeInfinity, double.NegativeInfinity], isFloat: true).Header.Mode);
    }

    [Fact]
    public void Whole_blocks_come_back_bit_by_bit()
    {
        Random random = new(5);
        for (int round = 0; round < 50; round++)
        {
            double power = Math.Pow(10, random.Next(8));
            bool isFloat = random.Next(2) == 0;
            double[] values = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => random.Next(-100_000, 1_000_000) / power).Select(value => isFloat ? (float)value : value)];

            (_, double[] decoded) = RoundTrip(values, isFloat);

            Assert.Equal(values, decoded);
        }
    }

    private static (BlockHeader Header, double[] Decoded) RoundTrip(double[] values, bool isFloat)
    {
        DoubleBlocks blocks = new(isFloat, double.NegativeInfinity);
        long[] integers = new long[values.Length];
        ArrayBufferWriter<byte> data = new();
        BlockHeader header = blocks.Plan(values, integers);
        blocks.Encode(header, values, integers, data);
        byte[] packed = [.. data.WrittenSpan, .. new byte[BitPacking.SlackBytes]];
        double[] decoded = new double[values.Length];
        fixed (byte* start = packed)
        {
            blocks.Decode(header, start, decoded);
        }

        return (header, decoded);
    }
}
