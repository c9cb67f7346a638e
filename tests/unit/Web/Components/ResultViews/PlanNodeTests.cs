using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class PlanNodeTests
{
    [Fact]
    public void Operators_stand_below_their_parents() => Assert.Equal(
        ["0 BROKER_REDUCE sort:[n DESC],limit:10", "1 COMBINE_GROUP_BY ", "2 PLAN_START numSegmentsForThisPlan:2", "2 GROUP_BY groupKeys:a, aggregations:count(*)", "3 DOC_ID_SET "],
        PlanNode.Read(ConsoleContext.Answer(
            ["Operator", "Operator_Id", "Parent_Id"], ["STRING", "INT", "INT"],
            ["BROKER_REDUCE(sort:[n DESC],limit:10)", 1L, 0L], ["COMBINE_GROUP_BY", 2L, 1L], ["PLAN_START(numSegmentsForThisPlan:2)", -1L, -1L],
            ["GROUP_BY(groupKeys:a, aggregations:count(*))", 3L, 2L], ["DOC_ID_SET", 4L, 3L])).Select(node => $"{node.Depth} {node.Name} {node.Details}"));
}
