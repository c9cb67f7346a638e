using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Comparisons of values whose types the messages decide: numbers as numbers, also when one is written as text; other texts as texts.</summary>
internal static class RecordComparisons
{
    public static ScalarFunction Resolve(string name, IReadOnlyList<BoundExpression> arguments, Func<int, bool> accepts, int? position)
    {
        SqlType left = arguments[0].Type;
        SqlType right = arguments[1].Type;
        if (!IsText(left) && !IsText(right))
        {
            SqlType common = ComparisonFunctions.CommonType(left, right);
            ComparisonFunctions.RowComparer compare = ComparisonFunctions.Comparer(common);
            return Bind(common, common, compare);
        }

        bool isEquality = name is "equals" or "notequals";
        if (IsText(left) && IsText(right))
        {
            return Bind(SqlType.Text, SqlType.Text, isEquality ? CompareTexts : CompareOrder);
        }

        return Bind(SqlType.Text, SqlType.Text, (a, b, row) => CompareMixed(a, b, row, isEquality));

        ScalarFunction Bind(SqlType first, SqlType second, ComparisonFunctions.RowComparer compare) =>
            new Signature(first, second).Bind(name, SqlType.Boolean, (values, result, _) =>
            {
                for (int row = 0; row < result.Length; row++)
                {
                    result.Longs[row] = accepts(compare(values[0], values[1], row)) ? 1 : 0;
                }
            }, arguments, CallSite.Record, position);
    }

    private static bool IsText(SqlType type) => !type.IsUnknown && type.Type is DataType.String or DataType.Json;

    private static ReadOnlySpan<byte> TextOf(Vector vector, int row) => vector.Texts[row & vector.IndexMask].Span;

    private static int CompareTexts(Vector left, Vector right, int row) => Utf8Text.Compare(TextOf(left, row), TextOf(right, row));

    private static int CompareOrder(Vector left, Vector right, int row) =>
        TryNumber(TextOf(left, row), out double a) && TryNumber(TextOf(right, row), out double b) ? a.CompareTo(b) : CompareTexts(left, right, row);

    // A text that is no number is unequal to every number, but neither less nor greater.
    private static int CompareMixed(Vector left, Vector right, int row, bool isEquality)
    {
        ReadOnlySpan<byte> leftText = TextOf(left, row);
        ReadOnlySpan<byte> rightText = TextOf(right, row);
        bool leftIsNumber = TryNumber(leftText, out double a);
        if (leftIsNumber && TryNumber(rightText, out double b))
        {
            return a.CompareTo(b);
        }

        return isEquality ? CompareTexts(left, right, row) : throw Conversions.Unreadable(leftIsNumber ? rightText : leftText, "number");
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double value) => JavaNumbers.TryParse(text.Trim(" \t\r\n"u8), out value);
}
