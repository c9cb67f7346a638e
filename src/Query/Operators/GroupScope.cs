using Query.Expressions;
using Query.Scanning;
using Query.Vectors;

namespace Query.Operators;

/// <summary>A run of groups as rows, for HAVING, ORDER BY and the select list.</summary>
internal sealed class GroupScope(AggregateSink groups, VectorContext context) : RowScope(context)
{
    private int[] _ids = [];

    /// <summary>Goes to other groups.</summary>
    public void Select(ReadOnlySpan<int> ids)
    {
        _ids = ids.ToArray();
        Count = ids.Length;
        Context.Arena.Clear();
        Renew();
    }

    public override void Load(BoundExpression leaf, Vector result) => groups.Load(leaf, _ids, result);
}
