using System.Numerics;
using Query.Expressions;
using Query.Kernels;
using Query.Scanning;
using Segments.Columns;
using Segments.Schema;

namespace Query.Filtering;

/// <summary>A predicate on a column, answered from bounds or dictionary ids where it can be, else from the values of a block.</summary>
internal abstract class PredicateNode(PredicateFilter filter, BlockScope scope) : FilterNode
{
    private readonly ulong[] _rows = new ulong[ColumnReader.BlockRows / 64];
    private ulong[] _entries = [];

    protected BlockScope Scope { get; } = scope;

    protected PredicateFilter Filter { get; } = filter;

    public static FilterNode Create(PredicateFilter filter, BlockScope scope, ExpressionEvaluator evaluator)
    {
        if (filter.Operand is not BoundColumn column)
        {
            return new ComputedPredicateNode(filter, scope, evaluator);
        }

        return filter.Predicate switch
        {
            LongPredicate predicate => new LongPredicateNode(filter, predicate, column, scope),
            DoublePredicate predicate => new DoublePredicateNode(filter, predicate, column, scope),
            TextPredicate predicate => new TextPredicateNode(filter, predicate, column, scope),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Combines the matches of a block with the candidates: lists, negation, nulls.</summary>
    /// <param name="column">The column tested.</param>
    /// <param name="matches">Bits of rows, or of entries if the column is multi-value.</param>
    /// <param name="candidates">Narrowed.</param>
    protected bool Combine(ColumnBlock column, Span<ulong> matches, Span<ulong> candidates)
    {
        if (column.Reader.Schema.IsMultiValue)
        {
            MaskKernels.AnyEntry(matches, column.Offsets(), _rows);
            matches = _rows;
        }

        if (Filter.IsNegated)
        {
            MaskKernels.AndNot(candidates, matches[..candidates.Length]);
        }
        else
        {
            MaskKernels.And(candidates, matches[..candidates.Length]);
        }

        if (Scope.Context.NullHandling && column.Nulls(out ReadOnlySpan<ulong> nulls))
        {
            MaskKernels.AndNot(candidates, nulls);
        }

        return candidates.ContainsAnyExcept(0UL);
    }

    /// <summary>Room for the matches of a block.</summary>
    protected Span<ulong> Matches(ColumnBlock column)
    {
        int values = column.Reader.Schema.IsMultiValue ? column.Reader.ValueCount(Scope.Block) : ColumnReader.BlockRows;
        int words = Math.Max(MaskKernels.Words(values), ColumnReader.BlockRows / 64);
        if (_entries.Length < words)
        {
            _entries = new ulong[words];
        }

        return _entries.AsSpan(0, words);
    }

    /// <summary>What an answer about the values means for the rows.</summary>
    protected BoundsAnswer Answer(BoundsAnswer values, bool hasNulls)
    {
        if (values == BoundsAnswer.Some || !Filter.IsNegated)
        {
            return values == BoundsAnswer.All && hasNulls && Scope.Context.NullHandling ? BoundsAnswer.Some : values;
        }

        return values == BoundsAnswer.All ? BoundsAnswer.None
            : hasNulls && Scope.Context.NullHandling ? BoundsAnswer.Some : BoundsAnswer.All;
    }
}

internal sealed class LongPredicateNode(PredicateFilter filter, LongPredicate predicate, BoundColumn column, BlockScope scope)
    : PredicateNode(filter, scope)
{
    private readonly ColumnBlock _column = scope.Column(column);

    public override int Cost => 1;

    public override BoundsAnswer OpenSegment() =>
        _column.Reader.Statistics is { } statistics
            ? Answer(predicate.Check(statistics.Min.Long, statistics.Max.Long), _column.Reader.HasNulls)
            : BoundsAnswer.Some;

    public override bool Narrow(Span<ulong> candidates)
    {
        if (_column.Reader.TryBlockRange(Scope.Block, out long min, out long max))
        {
            switch (Answer(predicate.Check(min, max), _column.Reader.HasNulls))
            {
                case BoundsAnswer.None:
                    candidates.Clear();
                    return false;
                case BoundsAnswer.All:
                    return true;
                default:
                    break;
            }
        }

        Span<ulong> matches = Matches(_column);
        predicate.Test(_column.Longs(), matches);
        return Combine(_column, matches, candidates);
    }
}

internal sealed class DoublePredicateNode(PredicateFilter filter, DoublePredicate predicate, BoundColumn column, BlockScope scope)
    : PredicateNode(filter, scope)
{
    private readonly ColumnBlock _column = scope.Column(column);

    public override int Cost => 1;

    public override BoundsAnswer OpenSegment() => BoundsAnswer.Some;

    public override bool Narrow(Span<ulong> candidates)
    {
        Span<ulong> matches = Matches(_column);
        predicate.Test(_column.Doubles(), matches);
        return Combine(_column, matches, candidates);
    }
}

internal sealed class TextPredicateNode(PredicateFilter filter, TextPredicate predicate, BoundColumn column, BlockScope scope)
    : PredicateNode(filter, scope)
{
    private readonly ColumnBlock _column = scope.Column(column);
    private ulong[] _ids = [];
    private int _low;
    private int _high = -1;
    private bool _isRange;

    public override int Cost => 2;

    public override BoundsAnswer OpenSegment()
    {
        if (_column.Reader.Dictionary is not { } dictionary)
        {
            return BoundsAnswer.Some;
        }

        int count = dictionary.Count;
        int words = MaskKernels.Words(count);
        _ids = _ids.Length < words ? new ulong[words] : _ids;
        int matching = MatchIds(dictionary);
        BoundsAnswer values = matching == 0 ? BoundsAnswer.None : matching == count ? BoundsAnswer.All : BoundsAnswer.Some;
        return Answer(values, _column.Reader.HasNulls);
    }

    public override bool Narrow(Span<ulong> candidates)
    {
        Span<ulong> matches = Matches(_column);
        if (_column.Reader.Dictionary is not null)
        {
            if (_isRange)
            {
                CompareKernels.InRange(_column.Ids(), _low, _high, matches);
            }
            else
            {
                CompareKernels.InSet(_column.Ids(), _ids, matches);
            }
        }
        else
        {
            TestTexts(matches, candidates);
        }

        return Combine(_column, matches, candidates);
    }

    /// <summary>Finds the ids of values that match: once per segment instead of once per row.</summary>
    private int MatchIds(TextDictionary dictionary)
    {
        _ids.AsSpan().Clear();
        (_low, _high, _isRange) = (int.MaxValue, -1, false);
        int matching = 0;
        if (predicate is TextSet set && set.Values.Count < 64)
        {
            foreach (byte[] value in set.Values)
            {
                if (dictionary.TryFind(value, out int id))
                {
                    matching += AddId(id);
                }
            }
        }
        else
        {
            for (int id = 0; id < dictionary.Count; id++)
            {
                if (predicate.Test(dictionary[id].Span))
                {
                    matching += AddId(id);
                }
            }
        }

        _isRange = matching > 0 && _high - _low + 1 == matching;
        return matching;
    }

    private int AddId(int id)
    {
        if (((_ids[id >> 6] >> id) & 1) != 0)
        {
            return 0;
        }

        _ids[id >> 6] |= 1UL << id;
        (_low, _high) = (Math.Min(_low, id), Math.Max(_high, id));
        return 1;
    }

    private void TestTexts(Span<ulong> matches, ReadOnlySpan<ulong> candidates)
    {
        matches.Clear();
        ReadOnlySpan<Utf8Slice> texts = _column.Texts();
        if (_column.Reader.Schema.IsMultiValue)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                if (predicate.Test(texts[i].Span))
                {
                    matches[i >> 6] |= 1UL << i;
                }
            }

            return;
        }

        for (int word = 0; word < candidates.Length; word++)
        {
            for (ulong bits = candidates[word]; bits != 0; bits &= bits - 1)
            {
                int row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (predicate.Test(texts[row].Span))
                {
                    matches[word] |= 1UL << row;
                }
            }
        }
    }
}

/// <summary>A predicate on an expression, computed for the candidates only.</summary>
internal sealed class ComputedPredicateNode(PredicateFilter filter, BlockScope scope, ExpressionEvaluator evaluator) : FilterNode
{
    private readonly ExpressionNode _expression = evaluator.Compile(filter.Operand);
    private readonly int[] _rows = new int[ColumnReader.BlockRows];
    private ulong[] _matches = new ulong[ColumnReader.BlockRows / 64];

    public override int Cost => 5;

    public override BoundsAnswer OpenSegment() => BoundsAnswer.Some;

    public override bool Narrow(Span<ulong> candidates)
    {
        scope.Select(candidates);
        int count = scope.Count;
        for (int i = 0; i < count; i++)
        {
            _rows[i] = scope.RowAt(i);
        }

        Vectors.Vector values = _expression.Values();
        int places = values.ValueCount;
        if (_matches.Length < MaskKernels.Words(places))
        {
            _matches = new ulong[MaskKernels.Words(places)];
        }

        Test(values, places);
        candidates.Clear();
        for (int i = 0; i < count; i++)
        {
            if (!values.IsNull(i) && Matches(values, i) != filter.IsNegated)
            {
                candidates[_rows[i] >> 6] |= 1UL << _rows[i];
            }
        }

        scope.SelectAll();
        return candidates.ContainsAnyExcept(0UL);
    }

    private void Test(Vectors.Vector values, int places)
    {
        switch (filter.Predicate)
        {
            case LongPredicate predicate when values.Form == PhysicalType.Long:
                predicate.Test(values.Longs.AsSpan(0, places), _matches);
                break;
            case DoublePredicate predicate when values.Form == PhysicalType.Double:
                predicate.Test(values.Doubles.AsSpan(0, places), _matches);
                break;
            case TextPredicate predicate:
                _matches.AsSpan().Clear();
                for (int i = 0; i < places; i++)
                {
                    if (predicate.Test(values.Texts[i].Span))
                    {
                        _matches[i >> 6] |= 1UL << i;
                    }
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException("predicate and operand differ in form");
        }
    }

    private bool Matches(Vectors.Vector values, int row)
    {
        int start = values.IsMultiValue ? values.EntryStart(row) : row & values.IndexMask;
        int end = values.IsMultiValue ? values.EntryEnd(row) : start + 1;
        for (int i = start; i < end; i++)
        {
            if (((_matches[i >> 6] >> i) & 1) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
