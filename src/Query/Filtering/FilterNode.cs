using System.Diagnostics;
using Query.Kernels;
using Query.Scanning;
using Segments.Columns;

namespace Query.Filtering;

/// <summary>A filter prepared for one worker.</summary>
internal abstract class FilterNode
{
    /// <summary>Relative cost, cheapest first in conjunctions.</summary>
    public virtual int Cost => 0;

    /// <summary>Looks at the segment the scope has been opened on.</summary>
    /// <returns>What is known of all its rows.</returns>
    public abstract BoundsAnswer OpenSegment();

    /// <summary>Keeps those candidates of the scope's block that match.</summary>
    /// <param name="candidates">Bits of the block's rows; what is kept stays set.</param>
    /// <returns>False if none is left.</returns>
    public abstract bool Narrow(Span<ulong> candidates);

    public static FilterNode Create(BoundFilter filter, BlockScope scope, ExpressionEvaluator evaluator) => filter switch
    {
        ConstantFilter constant => new ConstantNode(constant.Matches),
        AndFilter and => new AndNode([.. and.Items.Select(item => Create(item, scope, evaluator))]),
        OrFilter or => new OrNode([.. or.Items.Select(item => Create(item, scope, evaluator))]),
        PredicateFilter predicate => PredicateNode.Create(predicate, scope, evaluator),
        NullFilter test => new NullNode(test, scope, evaluator),
        _ => throw new UnreachableException($"no node for {filter.GetType().Name}"),
    };
}

internal sealed class ConstantNode(bool matches) : FilterNode
{
    public override BoundsAnswer OpenSegment() => matches ? BoundsAnswer.All : BoundsAnswer.None;

    public override bool Narrow(Span<ulong> candidates)
    {
        if (!matches)
        {
            candidates.Clear();
        }

        return matches;
    }
}

internal sealed class AndNode : FilterNode
{
    private readonly FilterNode[] _items;
    private readonly bool[] _needed;

    public AndNode(FilterNode[] items)
    {
        _items = [.. items.OrderBy(item => item.Cost)];
        _needed = new bool[items.Length];
        Cost = items.Max(item => item.Cost);
    }

    public override int Cost { get; }

    public override BoundsAnswer OpenSegment()
    {
        BoundsAnswer answer = BoundsAnswer.All;
        for (int i = 0; i < _items.Length; i++)
        {
            BoundsAnswer item = _items[i].OpenSegment();
            if (item == BoundsAnswer.None)
            {
                return BoundsAnswer.None;
            }

            _needed[i] = item == BoundsAnswer.Some;
            answer = _needed[i] ? BoundsAnswer.Some : answer;
        }

        return answer;
    }

    public override bool Narrow(Span<ulong> candidates)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            if (_needed[i] && !_items[i].Narrow(candidates))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class OrNode : FilterNode
{
    private readonly FilterNode[] _items;
    private readonly bool[] _needed;
    private readonly ulong[] _left = new ulong[ColumnReader.BlockRows / 64];
    private readonly ulong[] _item = new ulong[ColumnReader.BlockRows / 64];

    public OrNode(FilterNode[] items)
    {
        _items = [.. items.OrderBy(item => item.Cost)];
        _needed = new bool[items.Length];
        Cost = items.Max(item => item.Cost) + 1;
    }

    public override int Cost { get; }

    public override BoundsAnswer OpenSegment()
    {
        BoundsAnswer answer = BoundsAnswer.None;
        for (int i = 0; i < _items.Length; i++)
        {
            BoundsAnswer item = _items[i].OpenSegment();
            if (item == BoundsAnswer.All)
            {
                return BoundsAnswer.All;
            }

            _needed[i] = item == BoundsAnswer.Some;
            answer = _needed[i] ? BoundsAnswer.Some : answer;
        }

        return answer;
    }

    public override bool Narrow(Span<ulong> candidates)
    {
        candidates.CopyTo(_left);
        candidates.Clear();
        bool any = false;
        for (int i = 0; i < _items.Length; i++)
        {
            if (!_needed[i])
            {
                continue;
            }

            _left.CopyTo(_item, 0);
            if (_items[i].Narrow(_item))
            {
                any = true;
                MaskKernels.Or(candidates, _item);
                MaskKernels.AndNot(_left, _item);
            }
        }

        return any;
    }
}
