using Benchmarks.Answers;

namespace UnitTests.Benchmarks.Answers;

public sealed class AnswerComparisonTests
{
    private static readonly BenchmarkQuery Query = new("x01", "events", "SELECT …", DuckDb: null, Columns: null);

    [Fact]
    public void Equal_answers_have_no_difference() =>
        Assert.Null(AnswerComparison.Difference(Query, Rows(["a", 1.0, true, null]), Rows(["a", 1.0, true, null])));

    [Fact]
    public void A_missing_row_is_a_difference() =>
        Assert.Equal("1 rows, not 2", AnswerComparison.Difference(Query, Rows(["a"]), Rows(["a"], ["b"])));

    [Theory]
    [InlineData("a", "b")]
    [InlineData(1.0, 1.1)]
    [InlineData("1", 1.0)]
    [InlineData(null, "")]
    [InlineData(true, false)]
    public void Another_value_is_a_difference_that_names_its_place(object? mine, object other) =>
        Assert.Equal(
            $"row 2, column 1: {mine ?? "null"}, not {other}",
            AnswerComparison.Difference(Query, Rows(["same"], [mine]), Rows(["same"], [other])));

    [Theory]
    [InlineData(100, 104, 0.05, true)]
    [InlineData(100, 106, 0.05, false)]
    [InlineData(0, 0, 0, true)]
    [InlineData(-100, 100, 0.5, false)]
    public void Numbers_may_differ_as_far_as_the_query_tolerates(double mine, double other, double tolerance, bool agree) =>
        Assert.Equal(agree, AnswerComparison.Difference(Query with { Tolerance = tolerance }, Rows([mine]), Rows([other])) is null);

    [Fact]
    public void Columns_that_ties_leave_open_are_not_compared() =>
        Assert.Null(AnswerComparison.Difference(Query with { Columns = [1] }, Rows(["a", 1.0]), Rows(["b", 1.0])));

    private static Answer Rows(params object?[][] rows) => new(Milliseconds: 0, CpuMilliseconds: null, rows);
}
