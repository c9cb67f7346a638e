using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class DefaultLimitTests
{
    [Theory]
    [InlineData("select * from t", 10, true)]
    [InlineData("select * from t limit 10", 10, false)]
    [InlineData("select * from t", 9, false)]
    [InlineData("select speed_limit from t", 10, true)]
    public void A_default_limit_is_noticed(string sql, int rows, bool expected) => Assert.Equal(expected, DefaultLimit.MayHaveCut(sql, rows));

    [Fact]
    public void A_higher_limit_stands_behind_the_statement() => Assert.Equal("select * from t\nLIMIT 1000", DefaultLimit.Raise("select * from t;\n", 1000));
}
