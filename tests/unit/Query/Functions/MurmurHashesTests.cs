using Query.Functions;

namespace UnitTests.Query.Functions;

/// <summary>Figures of Apache Pinot 1.5.1.</summary>
public sealed class MurmurHashesTests
{
    [Fact]
    public void Version_2_is_that_of_Kafka()
    {
        Assert.Equal(479470107, MurmurHashes.Hash2("abc"u8));
        Assert.Equal(258760660, MurmurHashes.Hash2([0xAB, 0xCD]));
        Assert.Equal(275646681, MurmurHashes.Hash2([]));
    }

    [Fact]
    public void Version_2_of_64_bits_has_a_seed_of_its_own()
    {
        Assert.Equal(-3600451775755102027, MurmurHashes.Hash2Of64("abc"u8));
        Assert.Equal(-8663471490961798132, MurmurHashes.Hash2Of64([0xAB, 0xCD]));
        Assert.Equal(-5424825208994788271, MurmurHashes.Hash2Of64("abc"u8, 1));
    }

    [Fact]
    public void Version_3_takes_tails_of_every_length()
    {
        Assert.Equal(-1277324294, MurmurHashes.Hash3("abc"u8, 0));
        Assert.Equal(1730141976, MurmurHashes.Hash3("the quick brown fox jumps"u8, -1));
        Assert.Equal(-5434086359492102041, (long)MurmurHashes.Hash3Of128("abc"u8, 0).First);
        Assert.Equal(-8060736702267589304, (long)MurmurHashes.Hash3Of128("the quick brown fox jumps"u8, -1).First);
    }
}
