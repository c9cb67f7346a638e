using Web.Components.SqlConsole;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class SqlFilterTests
{
    [Theory]
    [InlineData("select a from t", "select a from t\nWHERE a = ''")]
    [InlineData("select a from t limit 5;", "select a from t\nWHERE a = ''\nlimit 5;")]
    [InlineData("select a from t where b = 1 group by a", "select a from t where b = 1 AND a = ''\ngroup by a")]
    [InlineData("select a from t where (b in (1) or c = 'limit') order by 1", "select a from t where (b in (1) or c = 'limit') AND a = ''\norder by 1")]
    public void The_condition_stands_where_conditions_do(string sql, string expected)
    {
        Assert.Equal(expected, SqlFilter.Add(sql, "a", out int cursor));
        Assert.Equal("''", expected[(cursor - 1)..(cursor + 1)]);
    }
}
