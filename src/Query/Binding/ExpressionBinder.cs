using Query.Aggregates;
using Query.Expressions;
using Query.Functions;
using Query.Sql;
using Query.Vectors;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Resolves names and types of expressions over rows of a table; folds what is constant.</summary>
internal class ExpressionBinder(TableSchema? schema, string tableName, long now)
{
    private static readonly Dictionary<string, (VirtualColumnKind Kind, SqlType Type)> VirtualColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["$docId"] = (VirtualColumnKind.DocId, SqlType.Int),
        ["$hostName"] = (VirtualColumnKind.HostName, SqlType.Text),
        ["$segmentName"] = (VirtualColumnKind.SegmentName, SqlType.Text),
        ["$partitionId"] = (VirtualColumnKind.PartitionId, SqlType.Text.ToArray()),
        ["$creationTime"] = (VirtualColumnKind.CreationTime, SqlType.Timestamp),
        ["$startTime"] = (VirtualColumnKind.StartTime, SqlType.Timestamp),
        ["$endTime"] = (VirtualColumnKind.EndTime, SqlType.Timestamp),
        ["$totalDocs"] = (VirtualColumnKind.TotalDocs, SqlType.Int),
        ["$crc"] = (VirtualColumnKind.Crc, SqlType.Long),
    };

    private readonly Dictionary<SqlExpression, BoundExpression> _bound = [];

    /// <summary>Instant of the whole query, epoch milliseconds.</summary>
    public long Now { get; } = now;

    /// <summary>Where calls that are not folded stand.</summary>
    protected virtual CallSite Site => CallSite.Rows;

    /// <exception cref="QueryException">A name or an argument is wrong.</exception>
    public BoundExpression Bind(SqlExpression expression)
    {
        if (!_bound.TryGetValue(expression, out BoundExpression? bound))
        {
            bound = BindNew(expression);
            _bound.Add(expression, bound);
        }

        return bound;
    }

    /// <summary>The schema's spelling of a column, or null if there is no such column.</summary>
    public BoundExpression? FindColumn(string name)
    {
        if (VirtualColumns.TryGetValue(name, out (VirtualColumnKind Kind, SqlType Type) known))
        {
            return new BoundVirtualColumn(known.Kind, known.Type);
        }

        if (schema is null)
        {
            return null;
        }

        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (schema.TryFind(name, out int ordinal)
            || (dot > 0 && IsThisTable(name[..dot]) && schema.TryFind(name[(dot + 1)..], out ordinal)))
        {
            return new BoundColumn(schema.Columns[ordinal], ordinal);
        }

        return null;
    }

    /// <summary>Binds whatever a derived binder has not taken.</summary>
    protected virtual BoundExpression BindNew(SqlExpression expression) => expression switch
    {
        LiteralExpression literal => Literals.Bind(literal),
        ColumnExpression column => FindColumn(column.Name) ?? throw UnknownColumn(column),
        StarExpression star => throw QueryException.NotValid("'*' stands alone or in COUNT(*); name a column here", star.Position),
        CallExpression call => BindCall(call),
        _ => throw QueryException.NotValid("this expression is not supported", expression.Position),
    };

    /// <summary>Binds a scalar call.</summary>
    protected BoundExpression BindCall(CallExpression call)
    {
        if (AggregateCatalog.IsAggregate(call))
        {
            throw QueryException.NotValid(
                $"Unsupported function: {call.Name} is an aggregate and cannot stand here; use it in the select list, HAVING or ORDER BY", call.Position);
        }

        if (!FunctionCatalog.TryFind(call.Name, out FunctionResolver? resolver))
        {
            throw QueryException.NotValid($"Unsupported function: {call.Name}; docs/sql.md lists the functions", call.Position);
        }

        if (call.Filter is not null || call.IsDistinct)
        {
            throw new QueryException(150, $"{call.Name} is not an aggregate; DISTINCT and FILTER belong to aggregates", call.Position);
        }

        BoundExpression[] arguments = [.. call.Arguments.Select(Bind)];
        bool isFolded = Array.TrueForAll(arguments, argument => argument.IsLiteral);
        ScalarFunction function = resolver(arguments, isFolded ? CallSite.Folded : Site, call.Position);
        if (!isFolded || !function.IsDeterministic)
        {
            return new BoundCall(function, arguments);
        }

        try
        {
            return Literals.Fold(function, arguments, Now);
        }
        catch (QueryException exception)
        {
            // What fails for literals fails before a row is read.
            throw new QueryException(150, exception.Message, call.Position);
        }
    }

    private bool IsThisTable(string name) =>
        string.Equals(name, tableName, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, tableName + "_REALTIME", StringComparison.OrdinalIgnoreCase);

    private QueryException UnknownColumn(ColumnExpression column)
    {
        string known = schema is null || schema.Columns.Count > 40
            ? ""
            : $"; table '{tableName}' has {string.Join(", ", schema.Columns.Select(c => c.Name).Order(StringComparer.Ordinal))}";
        return schema is null
            ? QueryException.NotValid("Data source (FROM clause) not found", column.Position)
            : new QueryException(710, $"Unknown columnName '{column.Name}' found in the query{known}", column.Position);
    }
}
