using System.Globalization;
using Query.Expressions;
using Query.Filtering;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Binding;

/// <summary>A comparison of a value with a literal.</summary>
internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Literals turned to the type of what they are compared with, and predicates made of them.</summary>
internal static class PredicateBuilder
{
    /// <summary>value op literal; null if no value of the type can match.</summary>
    public static ValuePredicate? Compare(SqlType type, Comparison comparison, BoundLiteral literal)
    {
        switch (type.Type)
        {
            case DataType.Float or DataType.Double:
                return CompareDouble(comparison, ToDouble(type, literal));
            case DataType.BigDecimal:
                return CompareDecimal(comparison, ToDecimal(literal));
            case DataType.String or DataType.Json or DataType.Bytes:
                return CompareBytes(comparison, ToBytes(type, literal));
            default:
                (long low, long high) = Limits(type.Type);
                (long floor, bool isExact, int outside) = ToLong(type, literal, low, high);
                return CompareLong(comparison, floor, isExact, outside, low, high);
        }
    }

    /// <summary>value IN list; null if no value of the type can match.</summary>
    public static ValuePredicate? In(SqlType type, IReadOnlyList<BoundLiteral> literals)
    {
        switch (type.Type)
        {
            case DataType.Float or DataType.Double:
                return new DoubleSet([.. literals.Select(literal => ToDouble(type, literal))]);
            case DataType.BigDecimal:
                HashSet<BigDecimal> decimals = [.. literals.Select(ToDecimal)];
                return new TextMatch($"IN {string.Join(',', decimals)}", value => decimals.Contains(ParseDecimal(value)));
            case DataType.String or DataType.Json or DataType.Bytes:
                return new TextSet([.. literals.Select(literal => ToBytes(type, literal))]);
            default:
                return InLongs(type, literals);
        }
    }

    private static LongSet? InLongs(SqlType type, IReadOnlyList<BoundLiteral> literals)
    {
        (long low, long high) = Limits(type.Type);
        List<long> values = [];
        foreach (BoundLiteral literal in literals)
        {
            (long value, bool isExact, int outside) = ToLong(type, literal, low, high);
            if (!isExact || outside != 0)
            {
                throw CannotConvert(literal, type);
            }

            values.Add(value);
        }

        return values.Count == 0 ? null : new LongSet(values);
    }

    private static LongRange? CompareLong(Comparison comparison, long floor, bool isExact, int outside, long low, long high)
    {
        if (outside != 0)
        {
            bool isAll = outside > 0 ? comparison is Comparison.Less or Comparison.LessOrEqual : comparison is Comparison.Greater or Comparison.GreaterOrEqual;
            return isAll ? new LongRange(low, high) : null;
        }

        LongRange? range = comparison switch
        {
            Comparison.Equal => isExact ? new LongRange(floor, floor) : null,
            Comparison.LessOrEqual => new LongRange(low, floor),
            Comparison.Less => isExact ? floor == long.MinValue ? null : new LongRange(low, floor - 1) : new LongRange(low, floor),
            Comparison.Greater => floor == long.MaxValue ? null : new LongRange(floor + 1, high),
            _ => isExact ? new LongRange(floor, high) : floor == long.MaxValue ? null : new LongRange(floor + 1, high),
        };
        return range is { Low: var from, High: var to } && from > to ? null : range;
    }

    private static DoubleRange CompareDouble(Comparison comparison, double value) => comparison switch
    {
        Comparison.Equal => new DoubleRange(value, value),
        Comparison.LessOrEqual => new DoubleRange(double.NegativeInfinity, value),
        Comparison.Less => new DoubleRange(double.NegativeInfinity, double.IsNegativeInfinity(value) ? double.NaN : Math.BitDecrement(value)),
        Comparison.GreaterOrEqual => new DoubleRange(value, double.PositiveInfinity),
        _ => new DoubleRange(double.IsPositiveInfinity(value) ? double.NaN : Math.BitIncrement(value), double.PositiveInfinity),
    };

    private static TextMatch CompareDecimal(Comparison comparison, BigDecimal literal) => new($"{comparison} {literal}", value =>
    {
        int order = ParseDecimal(value).CompareTo(literal);
        return comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
    });

    private static TextPredicate CompareBytes(Comparison comparison, byte[] value) => comparison switch
    {
        Comparison.Equal => new TextSet([value]),
        Comparison.Less => new TextRange(null, false, value, false),
        Comparison.LessOrEqual => new TextRange(null, false, value, true),
        Comparison.Greater => new TextRange(value, false, null, false),
        _ => new TextRange(value, true, null, false),
    };

    private static (long Low, long High) Limits(DataType type) => type switch
    {
        DataType.Int => (int.MinValue, int.MaxValue),
        DataType.Boolean => (0, 1),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>The literal as an integer: its floor, whether it is whole, and on which side of the limits it lies.</summary>
    private static (long Floor, bool IsExact, int Outside) ToLong(SqlType type, BoundLiteral literal, long low, long high)
    {
        if (literal.Type.IsArray)
        {
            throw CannotConvert(literal, type);
        }

        if (type.Type == DataType.Boolean)
        {
            return (IsTrue(literal) ? 1 : 0, true, 0);
        }

        if (literal.Value.Form == PhysicalType.Long)
        {
            return Place(literal.Long, low, high);
        }

        if (literal.Value.Form == PhysicalType.Double)
        {
            return Place(literal.Double, low, high);
        }

        string text = literal.Text.Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return Place(whole, low, high);
        }

        if (type.Type is DataType.Timestamp or DataType.Long && Values.Times.SqlTimestamp.TryParse(text, out long millis))
        {
            return (millis, true, 0);
        }

        return type.Type != DataType.Timestamp && JavaNumbers.TryParse(text.AsSpan(), out double number) && !double.IsNaN(number)
            ? Place(number, low, high)
            : throw CannotConvert(literal, type);
    }

    private static (long Floor, bool IsExact, int Outside) Place(long value, long low, long high) =>
        (value, true, value < low ? -1 : value > high ? 1 : 0);

    private static (long Floor, bool IsExact, int Outside) Place(double value, long low, long high)
    {
        double floor = Math.Floor(value);
        return floor >= (double)high + 1 || floor >= 9.2233720368547758E18 ? (0, false, 1)
            : value < low ? (0, false, -1)
            : ((long)floor, floor == value, 0);
    }

    private static bool IsTrue(BoundLiteral literal) => literal.Value.Form switch
    {
        PhysicalType.Bytes => literal.Text is "1" || string.Equals(literal.Text, "true", StringComparison.OrdinalIgnoreCase),
        _ => literal.Double == 1,
    };

    private static double ToDouble(SqlType type, BoundLiteral literal)
    {
        double value;
        if (literal.Type.IsArray || literal.Type.Type == DataType.Boolean)
        {
            throw CannotConvert(literal, type);
        }

        if (literal.Value.Form != PhysicalType.Bytes)
        {
            value = literal.Double;
        }
        else if (!JavaNumbers.TryParse(literal.Text.AsSpan(), out value))
        {
            throw CannotConvert(literal, type);
        }

        return type.Type == DataType.Float ? (float)value : value;
    }

    private static BigDecimal ToDecimal(BoundLiteral literal) =>
        BigDecimal.TryParse(Literals.Text(literal).AsSpan(), out BigDecimal value) ? value : throw CannotConvert(literal, SqlType.BigDecimal);

    private static BigDecimal ParseDecimal(ReadOnlySpan<byte> value)
    {
        Span<char> text = value.Length <= 256 ? stackalloc char[value.Length] : new char[value.Length];
        int length = System.Text.Encoding.UTF8.GetChars(value, text);
        return BigDecimal.TryParse(text[..length], out BigDecimal number) ? number : BigDecimal.Zero;
    }

    private static byte[] ToBytes(SqlType type, BoundLiteral literal)
    {
        string text = Literals.Text(literal);
        if (type.Type != DataType.Bytes)
        {
            return System.Text.Encoding.UTF8.GetBytes(text);
        }

        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw CannotConvert(literal, type);
    }

    private static QueryException CannotConvert(BoundLiteral literal, SqlType type) =>
        QueryException.NotValid($"Cannot convert value: '{Literals.Text(literal)}' to type: {type.Type.PinotName()}");
}
