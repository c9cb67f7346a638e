using System.Diagnostics;
using Query.Expressions;
using Query.Vectors;
using Segments.Columns;

namespace Query.Scanning;

/// <summary>Computes expressions for the rows of a scope; an expression that occurs twice is computed once.</summary>
/// <remarks>One per worker.</remarks>
internal sealed class ExpressionEvaluator(RowScope scope)
{
    private readonly Dictionary<BoundExpression, ExpressionNode> _nodes = [];

    public RowScope Scope { get; } = scope;

    /// <summary>Prepares an expression; ask the node for its values as often as the scope changes.</summary>
    public ExpressionNode Compile(BoundExpression expression)
    {
        if (!_nodes.TryGetValue(expression, out ExpressionNode? node))
        {
            node = expression switch
            {
                BoundLiteral literal => new LiteralNode(Scope, literal),
                BoundCall call => new CallNode(Scope, call, [.. call.Arguments.Select(Compile)]),
                _ => new LeafNode(Scope, expression),
            };
            _nodes.Add(expression, node);
        }

        return node;
    }
}

/// <summary>A prepared expression.</summary>
internal abstract class ExpressionNode(RowScope scope)
{
    private long _stamp = -1;

    protected RowScope Scope { get; } = scope;

    protected Vector Result { get; } = new();

    /// <summary>The values for the current rows of the scope; valid until they change.</summary>
    public virtual Vector Values()
    {
        if (_stamp != Scope.Stamp)
        {
            Compute();
            _stamp = Scope.Stamp;
        }

        return Result;
    }

    protected abstract void Compute();
}

internal sealed class LeafNode(RowScope scope, BoundExpression leaf) : ExpressionNode(scope)
{
    protected override void Compute() => Scope.Load(leaf, Result);
}

internal sealed class LiteralNode : ExpressionNode
{
    private readonly BoundLiteral _literal;

    public LiteralNode(RowScope scope, BoundLiteral literal)
        : base(scope)
    {
        _literal = literal;
        VectorCopy.Copy(literal.Value, Result);
    }

    public override Vector Values()
    {
        // The literal itself is shared by all workers; only this copy changes its length.
        Result.Stretch(Scope.Count);
        GC.KeepAlive(_literal);
        return Result;
    }

    protected override void Compute() => throw new UnreachableException();
}

internal sealed class CallNode(RowScope scope, BoundCall call, ExpressionNode[] arguments) : ExpressionNode(scope)
{
    private readonly Vector[] _vectors = new Vector[arguments.Length];
    private Vector[] _present = [];
    private readonly Vector _computed = new();
    private int[] _rows = [];

    protected override void Compute()
    {
        bool anyNull = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            _vectors[i] = arguments[i].Values();
            anyNull |= _vectors[i].HasNulls;
        }

        if (anyNull && call.Function.Nulls == NullRule.Propagate)
        {
            ComputePresent(Scope.Count);
        }
        else
        {
            Prepare(Result, Scope.Count);
            call.Function.Evaluate(_vectors, Result, Scope.Context);
        }

        if (!Scope.Context.NullHandling)
        {
            Result.DropNulls();
        }
    }

    /// <summary>Computes only the rows without a null argument; functions may refuse the values that stand where nulls are.</summary>
    private void ComputePresent(int count)
    {
        if (_present.Length == 0)
        {
            _present = [.. arguments.Select(_ => new Vector())];
            _rows = new int[ColumnReader.BlockRows];
        }

        int present = 0;
        for (int row = 0; row < count; row++)
        {
            if (!Array.Exists(_vectors, vector => vector.IsNull(row)))
            {
                _rows[present++] = row;
            }
        }

        Prepare(_computed, present);
        if (present > 0)
        {
            for (int i = 0; i < _vectors.Length; i++)
            {
                VectorCopy.Pick(_vectors[i], _rows.AsSpan(0, present), _present[i]);
            }

            call.Function.Evaluate(_present, _computed, Scope.Context);
        }

        VectorCopy.Spread(_computed, _rows.AsSpan(0, present), count, Result);
    }

    private void Prepare(Vector vector, int rows)
    {
        if (call.Type.IsArray)
        {
            vector.StartLists(call.Type.Physical, rows);
        }
        else
        {
            vector.Start(call.Type.Physical, rows);
        }
    }
}
