using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Records;

/// <summary>AND or OR: three-valued, and what is decided early is not computed further.</summary>
/// <param name="decisive">False for AND, true for OR.</param>
/// <param name="operands">In written order.</param>
internal sealed class TruthNode(bool decisive, RecordNode[] operands) : RecordNode
{
    private static readonly Vector Yes = BoundLiteral.Of(SqlType.Boolean, 1).Value;
    private static readonly Vector No = BoundLiteral.Of(SqlType.Boolean, 0).Value;

    public override void Evaluate(RecordFrame frame)
    {
        bool anyNull = false;
        foreach (RecordNode operand in operands)
        {
            operand.Evaluate(frame);
            anyNull |= operand.IsNull;
            if (!operand.IsNull && IsTrue(operand) == decisive)
            {
                Set(SqlType.Boolean, decisive ? Yes : No);
                return;
            }
        }

        if (anyNull)
        {
            SetNull();
        }
        else
        {
            Set(SqlType.Boolean, decisive ? No : Yes);
        }
    }

    /// <summary>The value as a truth: numbers other than 0, texts <c>true</c> and <c>1</c>; null is not true.</summary>
    public static bool IsTrue(RecordNode node)
    {
        if (node.IsNull || node.Type.IsArray)
        {
            return false;
        }

        return node.Type.Physical switch
        {
            PhysicalType.Long => node.Value.Longs[0] != 0,
            PhysicalType.Double => node.Value.Doubles[0] != 0,
            _ => node.Type.Type == DataType.BigDecimal
                ? BigDecimal.TryParse(node.Value.TextAt(0), out BigDecimal number) && number.Sign != 0
                : node.Value.TextAt(0).Trim() is "1" || node.Value.TextAt(0).Trim().Equals("true", StringComparison.OrdinalIgnoreCase),
        };
    }
}
