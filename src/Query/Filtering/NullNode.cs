using Query.Expressions;
using Query.Kernels;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;

namespace Query.Filtering;

/// <summary>IS [NOT] NULL: of a column by what its message held, of another expression by its value.</summary>
internal sealed class NullNode(NullFilter filter, BlockScope scope, ExpressionEvaluator evaluator) : FilterNode
{
    private readonly ColumnBlock? _column = filter.Operand is BoundColumn column ? scope.Column(column) : null;
    private readonly ExpressionNode? _expression = filter.Operand is BoundColumn ? null : evaluator.Compile(filter.Operand);
    private readonly ulong[] _nulls = new ulong[ColumnReader.BlockRows / 64];

    public override BoundsAnswer OpenSegment() =>
        _column is null || _column.Reader.HasNulls ? BoundsAnswer.Some : filter.WantsNull ? BoundsAnswer.None : BoundsAnswer.All;

    public override bool Narrow(Span<ulong> candidates)
    {
        ReadOnlySpan<ulong> nulls = _nulls;
        if (_column is not null)
        {
            _column.Nulls(out nulls);
        }
        else
        {
            _nulls.AsSpan().Clear();
            scope.SelectAll();
            Vector values = _expression!.Values();
            for (int row = 0; values.HasNulls && row < values.Length; row++)
            {
                if (values.IsNull(row))
                {
                    _nulls[row >> 6] |= 1UL << row;
                }
            }
        }

        if (filter.WantsNull)
        {
            MaskKernels.And(candidates, nulls);
        }
        else
        {
            MaskKernels.AndNot(candidates, nulls);
        }

        return candidates.ContainsAnyExcept(0UL);
    }
}
