using System.Globalization;
using System.Text;
using Query;
using Query.Expressions;
using Query.Functions;
using Query.Sql;
using Query.Values;
using Query.Values.Times;
using Query.Vectors;
using Segments.Schema;

namespace UnitTests.Query.Functions;

/// <summary>A column of values for <see cref="Calls"/>; null entries are null rows.</summary>
internal sealed record TestColumn(string Name, SqlType Type, params object?[] Values);

/// <summary>Computes SQL expressions over literals and small columns without tables.</summary>
internal static class Calls
{
    /// <summary>The value of an expression of literals, with its type: <c>LONG 3</c>.</summary>
    public static string Folded(string expression)
    {
        (SqlType type, List<object?> values) = Evaluate(expression, []);
        return $"{type.PinotName} {Show(values[0])}";
    }

    /// <summary>The values of an expression for each row of the columns: <c>DOUBLE 1.0 2.0</c>.</summary>
    public static string Rows(string expression, params TestColumn[] columns)
    {
        (SqlType type, List<object?> values) = Evaluate(expression, columns);
        return $"{type.PinotName} {string.Join(' ', values.Select(Show))}";
    }

    public static QueryException Refusal(string expression, params TestColumn[] columns) =>
        Assert.Throws<QueryException>(() => Evaluate(expression, columns));

    public static (SqlType Type, List<object?> Values) Evaluate(string expression, TestColumn[] columns)
    {
        SqlExpression syntax = SqlParser.Parse($"SELECT {expression}").Query.Items[0].Expression;
        VectorContext context = new(1_700_000_000_000, nullHandling: true);
        int rows = columns.Length == 0 ? 1 : columns[0].Values.Length;
        (BoundExpression bound, Vector vector) = Compute(syntax, columns, rows, context);
        return (bound.Type, [.. Enumerable.Range(0, rows).Select(row => ValueAt(vector, bound.Type, row))]);
    }

    private static (BoundExpression Bound, Vector Vector) Compute(SqlExpression syntax, TestColumn[] columns, int rows, VectorContext context)
    {
        switch (syntax)
        {
            case LiteralExpression literal:
                BoundLiteral bound = Literal(literal);
                bound.Value.Stretch(rows);
                return (bound, bound.Value);
            case ColumnExpression column:
                TestColumn found = columns.Single(candidate => candidate.Name == column.Name);
                return (new BoundVirtualColumn(VirtualColumnKind.DocId, found.Type), Fill(found, context));
            case CallExpression call:
                return ComputeCall(call, columns, rows, context);
            default:
                throw new InvalidOperationException($"no value for {syntax}");
        }
    }

    private static (BoundExpression Bound, Vector Vector) ComputeCall(CallExpression call, TestColumn[] columns, int rows, VectorContext context)
    {
        (BoundExpression Bound, Vector Vector)[] arguments = [.. call.Arguments.Select(argument => Compute(argument, columns, rows, context))];
        if (!FunctionCatalog.TryFind(call.Name, out FunctionResolver resolver))
        {
            throw new InvalidOperationException($"no function {call.Name}");
        }

        bool folded = arguments.All(argument => argument.Bound.IsLiteral);
        ScalarFunction function = resolver([.. arguments.Select(argument => argument.Bound)], folded ? CallSite.Folded : CallSite.Rows, call.Position);
        Vector result = new();
        if (function.Type.IsArray)
        {
            result.StartLists(function.Type.Physical, folded ? 1 : rows);
        }
        else
        {
            result.Start(function.Type.Physical, folded ? 1 : rows);
        }

        Vector[] vectors = [.. arguments.Select(argument => argument.Vector)];
        if (folded)
        {
            Array.ForEach(vectors, vector => vector.Stretch(1));
        }

        function.Evaluate(vectors, result, context);
        if (function.Nulls == NullRule.Propagate)
        {
            foreach (int row in Enumerable.Range(0, result.Length).Where(row => vectors.Any(vector => vector.IsNull(row))))
            {
                result.SetNull(row);
            }
        }

        return folded ? (FoldedLiteral(function.Type, result), Constant(result, function.Type, rows)) : (new BoundCall(function, []), result);
    }

    private static BoundLiteral FoldedLiteral(SqlType type, Vector result) =>
        result.IsNull(0) ? BoundLiteral.Null() with { Type = type } : new BoundLiteral(type, Constant(result, type, 1), null);

    private static Vector Constant(Vector source, SqlType type, int rows)
    {
        Vector constant = new();
        if (type.IsArray)
        {
            constant.StartConstantList(type.Physical, rows, source.Offsets[1]);
        }
        else
        {
            constant.StartConstant(type.Physical, rows);
        }

        for (int i = 0; i < (type.IsArray ? source.Offsets[1] : 1); i++)
        {
            switch (type.Physical)
            {
                case PhysicalType.Long:
                    constant.Longs[i] = source.Longs[i];
                    break;
                case PhysicalType.Double:
                    constant.Doubles[i] = source.Doubles[i];
                    break;
                default:
                    constant.Texts[i] = source.Texts[i];
                    break;
            }
        }

        if (source.IsNull(0))
        {
            constant.SetNull(0);
        }

        return constant;
    }

    private static BoundLiteral Literal(LiteralExpression literal) => literal.Kind switch
    {
        LiteralKind.Null => BoundLiteral.Null(),
        LiteralKind.Boolean => BoundLiteral.Of(SqlType.Boolean, literal.Boolean ? 1L : 0L),
        LiteralKind.Integer => BoundLiteral.Of(literal.Integer is >= int.MinValue and <= int.MaxValue ? SqlType.Int : SqlType.Long, literal.Integer),
        LiteralKind.Decimal => BoundLiteral.Of(SqlType.Double, literal.Number),
        LiteralKind.Bytes => BoundLiteral.Of(SqlType.Bytes, Convert.FromHexString(literal.Text)),
        _ => BoundLiteral.Of(literal.Text),
    };

    private static Vector Fill(TestColumn column, VectorContext context)
    {
        Vector vector = new();
        int rows = column.Values.Length;
        if (column.Type.IsArray)
        {
            FillLists(column, vector, rows, context);
            return vector;
        }

        vector.Start(column.Type.Physical, rows);
        for (int row = 0; row < rows; row++)
        {
            Put(column.Values[row], vector, row, context);
            if (column.Values[row] is null)
            {
                vector.SetNull(row);
            }
        }

        return vector;
    }

    private static void FillLists(TestColumn column, Vector vector, int rows, VectorContext context)
    {
        vector.StartLists(column.Type.Physical, rows);
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            foreach (object? entry in (System.Collections.IEnumerable)column.Values[row]!)
            {
                vector.Reserve(count + 1);
                Put(entry, vector, count++, context);
            }

            vector.Offsets[row + 1] = count;
        }
    }

    private static void Put(object? value, Vector vector, int place, VectorContext context)
    {
        switch (vector.Form)
        {
            case PhysicalType.Long:
                vector.Longs[place] = value is bool flag ? (flag ? 1 : 0) : Convert.ToInt64(value ?? 0L, CultureInfo.InvariantCulture);
                break;
            case PhysicalType.Double:
                vector.Doubles[place] = Convert.ToDouble(value ?? 0.0, CultureInfo.InvariantCulture);
                break;
            default:
                vector.Texts[place] = value is byte[] bytes ? context.Arena.Add(bytes) : context.Arena.Add(Encoding.UTF8.GetBytes((string?)value ?? ""));
                break;
        }
    }

    private static object? ValueAt(Vector vector, SqlType type, int row)
    {
        if (vector.IsNull(row))
        {
            return null;
        }

        if (!type.IsArray)
        {
            return One(vector, type, row & vector.IndexMask);
        }

        return Enumerable.Range(vector.EntryStart(row), vector.EntryEnd(row) - vector.EntryStart(row)).Select(place => One(vector, type.Element, place)).ToArray();
    }

    private static object One(Vector vector, SqlType type, int place) => type.Type switch
    {
        DataType.Boolean => vector.Longs[place] != 0,
        DataType.Timestamp => SqlTimestamp.Format(vector.Longs[place]),
        DataType.Float => JavaNumbers.Text((float)vector.Doubles[place]),
        DataType.Double => JavaNumbers.Text(vector.Doubles[place]),
        DataType.Bytes => Convert.ToHexStringLower(vector.Texts[place].Span),
        _ when type.Physical == PhysicalType.Long => vector.Longs[place],
        _ => Encoding.UTF8.GetString(vector.Texts[place].Span),
    };

    private static string Show(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        object?[] list => $"[{string.Join(',', list.Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
