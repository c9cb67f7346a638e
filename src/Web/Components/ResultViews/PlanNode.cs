using Query.Results;

namespace Web.Components.ResultViews;

/// <summary>One operator of a plan.</summary>
/// <param name="Name">Pinot's word, such as <c>COMBINE_GROUP_BY</c>.</param>
/// <param name="Details">What stands in its brackets.</param>
/// <param name="Depth">Levels below the first.</param>
internal sealed record PlanNode(string Name, string Details, int Depth)
{
    /// <summary>True for the outermost filter.</summary>
    public bool IsFirstFilter { get; init; }

    /// <summary>The rows of EXPLAIN PLAN FOR, each at its depth: operator, its number, its parent's.</summary>
    public static IReadOnlyList<PlanNode> Read(QueryResult plan)
    {
        Dictionary<long, int> depths = [];
        List<PlanNode> nodes = [];
        bool hasFilter = false;
        foreach (object?[] row in plan.Rows)
        {
            string text = (string)row[0]!;
            long id = (long)row[1]!;
            long parent = (long)row[2]!;
            int depth = id < 0 ? nodes.Count == 0 ? 0 : nodes[^1].Depth + 1 : depths.TryGetValue(parent, out int above) ? above + 1 : 0;
            depths[id] = depth;
            int bracket = text.IndexOf('(', StringComparison.Ordinal);
            string name = bracket < 0 ? text : text[..bracket];
            bool isFilter = name.StartsWith("FILTER", StringComparison.Ordinal);
            nodes.Add(new PlanNode(name, bracket < 0 ? "" : text[(bracket + 1)..^1], depth) { IsFirstFilter = isFilter && !hasFilter });
            hasFilter |= isFilter;
        }

        return nodes;
    }
}
