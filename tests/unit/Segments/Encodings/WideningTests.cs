using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed class WideningTests
{
    [Fact]
    public void Values_keep_their_value_at_every_length()
    {
        Random random = new(1);
        for (int length = 0; length < 100; length++)
        {
            int[] ints = [.. Enumerable.Range(0, length).Select(_ => random.Next(int.MinValue, int.MaxValue))];
            byte[] bytes = [.. ints.Select(value => (byte)value)];
            float[] floats = [.. ints.Select(BitConverter.Int32BitsToSingle)];

            Assert.Equal(ints.Select(value => (long)value), Widen<int, long>(ints));
            Assert.Equal(bytes.Select(value => (long)value), Widen<byte, long>(bytes));
            Assert.Equal(floats.Select(value => (double)value), Widen<float, double>(floats));
        }
    }

    private static TWide[] Widen<TNarrow, TWide>(TNarrow[] narrow)
        where TNarrow : unmanaged, System.Numerics.INumber<TNarrow>
        where TWide : unmanaged, System.Numerics.INumber<TWide>
    {
        TWide[] wide = new TWide[narrow.Length];
        Widening.Widen<TNarrow, TWide>(narrow, wide);
        return wide;
    }
}
