using Ingestion.Transforms;

namespace UnitTests.Ingestion.Transforms;

public sealed class ResultMemoTests
{
    private readonly ResultMemo _memo = new();

    [Fact]
    public void A_result_is_known_for_the_same_value_of_the_same_type_alone()
    {
        _memo.Keep(1, "int");
        Assert.Equal((true, "int"), Find(1));
        Assert.Equal((false, null), Find(1L));
        Assert.Equal((false, null), Find("1"));
        _memo.Keep("a", null);
        Assert.Equal((true, null), Find("a"));
    }

    [Fact]
    public void Values_and_results_that_may_change_or_only_seem_equal_are_not_kept()
    {
        foreach (object? input in new object?[] { null, 0.0, new List<object?>() })
        {
            _memo.Keep(input, 1);
            Assert.Equal((false, null), Find(input));
        }

        _memo.Keep("list", new List<object?>());
        Assert.Equal((false, null), Find("list"));
    }

    [Fact]
    public void Of_values_that_never_repeat_and_then_do_every_result_is_right()
    {
        for (int i = 0; i < 1_000_000; i++)
        {
            object input = i < 200_000 ? i : i % 10;
            (bool isKnown, object? result) = Find(input);
            Assert.True(!isKnown || result!.Equals(input));
            if (!isKnown)
            {
                _memo.Keep(input, input);
            }
        }

        Assert.True(Find(3).IsKnown);
    }

    private (bool IsKnown, object? Result) Find(object? input) => (_memo.TryFind(input, out object? result), result);
}
