using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed unsafe class BitPackingTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(0, BitPacking.WidestPacked + 1), 64];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unpack_gives_back_what_was_packed_at_every_length(int width)
    {
        Random random = new(width);
        foreach (int count in new[] { 0, 1, 7, 8, 9, 15, 16, 17, 63, 100, 4095, 4096 })
        {
            long smallest = random.NextInt64(-1000, 1000);
            long[] expected = [.. Enumerable.Range(0, count).Select(_ => unchecked((random.NextInt64() & Mask(width)) + smallest))];
            byte[] packed = Pack(expected, smallest, width);
            long[] actual = new long[count];

            fixed (byte* start = packed)
            {
                BitPacking.Unpack(start, width, smallest, actual);
            }

            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unpack_of_ids_agrees_with_the_plain_twin(int width)
    {
        if (width > 31)
        {
            return;
        }

        Random random = new(width);
        foreach (int count in new[] { 0, 1, 15, 16, 17, 33, 4096 })
        {
            long[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64() & Mask(width))];
            byte[] packed = Pack(values, 0, width);
            int[] fast = new int[count];
            int[] plain = new int[count];

            fixed (byte* start = packed)
            {
                BitPacking.Unpack(start, width, 5, fast);
                BitPacking.UnpackScalar(start, width, 5, plain.AsSpan(), 0);
            }

            Assert.Equal(values.Select(value => (int)value + 5), plain);
            Assert.Equal(plain, fast);
        }
    }

    [Fact]
    public void Pack_puts_the_lowest_bits_first() =>
        Assert.Equal([0b_11_10_01_00], Pack([10, 11, 12, 13], 10, 2)[..1]);

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(1UL, 1)]
    [InlineData((1UL << 57) - 1, 57)]
    [InlineData(1UL << 57, 64)]
    [InlineData(ulong.MaxValue, 64)]
    public void WidthOf_leaves_no_value_that_crosses_eight_bytes(ulong range, int width) => Assert.Equal(width, BitPacking.WidthOf(range));

    private static long Mask(int width) => width == 64 ? -1 : (1L << width) - 1;

    private static byte[] Pack(long[] values, long smallest, int width)
    {
        byte[] packed = new byte[BitPacking.PackedBytes(values.Length, width) + BitPacking.SlackBytes];
        BitPacking.Pack(values, smallest, width, packed.AsSpan(0, packed.Length - BitPacking.SlackBytes));
        return packed;
    }
}
