using global::Query.Kernels;

namespace UnitTests.Query.Kernels;

public sealed class HashKernelsTests
{
    [Fact]
    public void Texts_that_differ_in_one_byte_or_in_length_have_different_hashes()
    {
        HashSet<ulong> hashes = [];
        for (int length = 0; length <= 40; length++)
        {
            byte[] text = new byte[length];
            Assert.True(hashes.Add(HashKernels.Hash(text)));
            for (int i = 0; i < length; i++)
            {
                text[i] = 1;
                Assert.True(hashes.Add(HashKernels.Hash(text)));
                text[i] = 0;
            }
        }
    }

    [Fact]
    public void Hashes_of_consecutive_integers_spread_over_all_bits()
    {
        int[] ones = new int[64];
        for (long value = 0; value < 4096; value++)
        {
            ulong hash = HashKernels.Hash(value);
            for (int bit = 0; bit < 64; bit++)
            {
                ones[bit] += (int)((hash >> bit) & 1);
            }
        }

        Assert.All(ones, count => Assert.InRange(count, 1800, 2300));
    }
}
