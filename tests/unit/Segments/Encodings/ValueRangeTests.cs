using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed class ValueRangeTests
{
    [Fact]
    public void The_range_is_that_of_the_plain_twin_at_every_length()
    {
        Random random = new(1);
        for (int length = 1; length < 200; length++)
        {
            long[] longs = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
            int[] ints = [.. longs.Select(value => (int)value)];
            byte[] bytes = [.. longs.Select(value => (byte)value)];

            Assert.Equal((longs.Min(), longs.Max()), ValueRange.Of<long>(longs));
            Assert.Equal((ints.Min(), ints.Max()), ValueRange.Of<int>(ints));
            Assert.Equal((bytes.Min(), bytes.Max()), ValueRange.Of<byte>(bytes));
        }
    }
}
