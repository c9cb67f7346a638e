using System.Text;
using Ingestion.Decoding;
using Ingestion.Transforms;

namespace UnitTests.Ingestion.Transforms;

public sealed unsafe class FlatMemoTests
{
    [Fact]
    public void A_result_is_found_by_the_value_and_its_type()
    {
        FlatMemo memo = new();
        fixed (byte* text = Encoding.UTF8.GetBytes("abcABC"))
        {
            memo.Keep(FlatValue.OfText(text, 3), FlatValue.OfText(text + 3, 3));
        }

        memo.Keep(FlatValue.Of(ScalarKind.Int, 5), FlatValue.Of(ScalarKind.Boolean, 1));
        fixed (byte* text = Encoding.UTF8.GetBytes("abcd"))
        {
            Assert.True(memo.TryFind(FlatValue.OfText(text, 3), out FlatValue upper));
            Assert.Equal("ABC", Encoding.UTF8.GetString(upper.Text));
            Assert.False(memo.TryFind(FlatValue.OfText(text, 4), out _));
        }

        Assert.True(memo.TryFind(FlatValue.Of(ScalarKind.Int, 5), out FlatValue flag) && flag.IsTrue);
        Assert.False(memo.TryFind(FlatValue.Of(ScalarKind.Long, 5), out _));
        Assert.False(memo.TryFind(default, out _));
    }

    [Fact]
    public void Values_that_do_not_repeat_let_it_rest_and_never_give_another_s_result()
    {
        FlatMemo memo = new();
        int found = 0;
        for (long value = 0; value < 100_000; value++)
        {
            if (memo.TryFind(FlatValue.Of(ScalarKind.Long, value), out FlatValue result))
            {
                found++;
                Assert.Equal(value, result.Bits);
            }

            memo.Keep(FlatValue.Of(ScalarKind.Long, value), FlatValue.Of(ScalarKind.Long, value));
        }

        Assert.Equal(0, found);
    }
}
