using System.Text;
using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed class TextHashTests
{
    [Fact]
    public void Texts_that_differ_in_one_byte_or_in_length_spread_over_a_table()
    {
        // 100,000 texts in 2^17 slots: chance leaves about 70,000 of them taken.
        HashSet<int> slots = [];
        for (int i = 0; i < 50_000; i++)
        {
            slots.Add((int)(TextHash.Of(Encoding.UTF8.GetBytes($"user{i}")) >> 47));
            slots.Add((int)(TextHash.Of(new byte[(i % 50) + 1].Append((byte)i).Append((byte)(i >> 8)).ToArray()) >> 47));
        }

        Assert.InRange(slots.Count, 65_000, 75_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(25)]
    [InlineData(40)]
    public void Every_byte_counts(int length)
    {
        byte[] text = new byte[length];
        ulong hash = TextHash.Of(text);
        for (int i = 0; i < length; i++)
        {
            text[i] = 1;
            Assert.NotEqual(hash, TextHash.Of(text));
            text[i] = 0;
        }

        Assert.Equal(hash, TextHash.Of(text));
    }
}
