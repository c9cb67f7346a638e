using Query.Expressions;
using Query.Vectors;

namespace Query.Records;

/// <summary>A part of a compiled expression; holds the value it had for the last record.</summary>
/// <remarks>One thread at a time.</remarks>
internal abstract class RecordNode
{
    private static readonly Vector NullVector = BoundLiteral.Null().Value;

    /// <summary>Type of the value; unknown if it is null.</summary>
    public SqlType Type { get; private set; } = SqlType.Unknown;

    /// <summary>The value, one row.</summary>
    public Vector Value { get; private set; } = NullVector;

    public bool IsNull => Type.IsUnknown;

    /// <summary>Computes the value for the record in the frame.</summary>
    /// <exception cref="QueryException">It cannot be computed.</exception>
    public abstract void Evaluate(RecordFrame frame);

    /// <summary>What resolvers see of this part.</summary>
    public virtual BoundExpression Bound() => new BoundArgument(Type);

    protected void SetNull() => (Type, Value) = (SqlType.Unknown, NullVector);

    protected void Set(SqlType type, Vector value)
    {
        if (value.IsNull(0))
        {
            SetNull();
        }
        else
        {
            (Type, Value) = (type, value);
        }
    }

    protected void SetTo(RecordNode other) => (Type, Value) = (other.Type, other.Value);
}

/// <summary>A value written in the expression.</summary>
internal sealed class LiteralNode : RecordNode
{
    private readonly BoundLiteral _literal;

    public LiteralNode(BoundLiteral literal)
    {
        _literal = literal;
        Set(literal.Type, literal.Value);
    }

    public override BoundExpression Bound() => _literal;

    public override void Evaluate(RecordFrame frame)
    {
    }
}
