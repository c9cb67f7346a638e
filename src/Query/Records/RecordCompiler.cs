using Query.Functions;
using Query.Sql;

namespace Query.Records;

/// <summary>Syntax to nodes: names of fields become inputs, names of functions are looked up in the catalogue.</summary>
internal sealed class RecordCompiler(string text)
{
    // What differs when messages are read again would make a replay differ from what was there.
    private static readonly string[] Unrepeatable = ["now", "ago", "rand", "sleep"];

    private readonly Dictionary<string, FieldNode> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _inputs = [];

    public IReadOnlyList<string> Inputs => _inputs;

    /// <exception cref="QueryException">A function is unknown or has no meaning for records.</exception>
    public RecordNode Compile(SqlExpression expression) => expression switch
    {
        LiteralExpression literal => new LiteralNode(Binding.Literals.Bind(literal)),
        ColumnExpression column => Field(column.Name),
        CallExpression call => CompileCall(call),
        _ => throw QueryException.NotValid("a message has no '*'; name a field", expression.Position),
    };

    private FieldNode Field(string name)
    {
        if (!_fields.TryGetValue(name, out FieldNode? field))
        {
            field = new FieldNode(_inputs.Count);
            _fields.Add(name, field);
            _inputs.Add(name);
        }

        return field;
    }

    private RecordNode CompileCall(CallExpression call)
    {
        if (call.IsDistinct || call.Filter is not null)
        {
            throw QueryException.NotValid($"{Written(call)} is no aggregate here; DISTINCT and FILTER belong to queries", call.Position);
        }

        if (Unrepeatable.Contains(call.Name, StringComparer.Ordinal))
        {
            throw QueryException.NotValid(
                $"{Written(call)} gives another value each time a message is read, so that a restart would change rows; take the time from the message or from \"__metadata$recordTimestamp\"",
                call.Position);
        }

        switch (call.Name)
        {
            case "between" when call.Arguments.Count == 3:
                return Truth(false, Call("greaterthanorequal", call, 0, 1), Call("lessthanorequal", call, 0, 2));
            case "in" when call.Arguments.Count > 1:
                return Truth(true, [.. Enumerable.Range(1, call.Arguments.Count - 1).Select(i => Call("equals", call, 0, i))]);
            case "notin" when call.Arguments.Count > 1:
                return Truth(false, [.. Enumerable.Range(1, call.Arguments.Count - 1).Select(i => Call("notequals", call, 0, i))]);
        }

        RecordNode[] arguments = [.. call.Arguments.Select(Compile)];
        return call.Name switch
        {
            "and" => Truth(false, arguments),
            "or" => Truth(true, arguments),
            "case" => new CaseNode(arguments),
            "coalesce" when arguments.Length > 0 => new CoalesceNode(arguments),
            _ => new CallNode(Written(call), Find(call), arguments, call.Position),
        };
    }

    private static TruthNode Truth(bool decisive, params RecordNode[] operands) => new(decisive, operands);

    private CallNode Call(string name, CallExpression call, int left, int right) =>
        new(Written(call), Find(call with { Name = name }), [Compile(call.Arguments[left]), Compile(call.Arguments[right])], call.Position);

    // The name of a function, or the words around an operator.
    private string Written(CallExpression call)
    {
        string rest = text[call.Position..];
        int end = rest.IndexOf('(', StringComparison.Ordinal);
        return end > 0 && FunctionCatalog.Canonical(rest[..end].Trim()) == call.Name ? rest[..end].Trim() : rest.Length <= 40 ? rest : rest[..40] + "…";
    }

    private FunctionResolver Find(CallExpression call) => FunctionCatalog.TryFind(call.Name, out FunctionResolver resolver)
        ? resolver
        : throw QueryException.NotValid($"Unsupported function: {Written(call)}; docs/sql.md lists the functions", call.Position);
}
