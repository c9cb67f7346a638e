using Query.Sql;

namespace Query.Records;

/// <summary>A scalar expression over the fields of one message: a transform function or a filter function.</summary>
/// <remarks>
/// Values are null, bool, int, long, float, double, <see cref="System.Numerics.BigInteger"/>, <see cref="RecordDecimal"/>,
/// <see cref="RecordTimestamp"/>, string, byte[], lists and string-keyed dictionaries of these. Functions convert their arguments;
/// a null argument makes most of them null. One thread at a time: each reader compiles its own.
/// </remarks>
public sealed class RecordExpression
{
    private readonly RecordNode _root;
    private readonly RecordFrame _frame;
    private readonly bool _isField;

    private RecordExpression(string text, RecordNode root, IReadOnlyList<string> inputs)
    {
        Text = text;
        Inputs = inputs;
        _root = root;
        _frame = new RecordFrame(inputs.Count);
        _isField = root is FieldNode;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Names of the fields it reads, each once, in the order <see cref="Evaluate"/> wants their values.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Makes an expression ready to run.</summary>
    /// <param name="text">Such as <c>toEpochSeconds(ts)</c>, <c>a = 'x' AND n &gt; 1</c>, <c>"__key"</c>.</param>
    /// <exception cref="QueryException">The text is no expression or names an unknown function; <see cref="QueryException.Position"/> is where.</exception>
    public static RecordExpression Compile(string text)
    {
        if (text.TrimStart().StartsWith("groovy", StringComparison.OrdinalIgnoreCase) && text.Contains('{', StringComparison.Ordinal))
        {
            throw QueryException.NotValid("Groovy is not supported; use scalar functions: concat(a, b, ' '), CASE WHEN a > 1 THEN 'x' ELSE 'y' END, jsonPathString(field, '$.name'), …", 0);
        }

        try
        {
            RecordCompiler compiler = new(text);
            RecordNode root = compiler.Compile(SqlParser.ParseExpression(text));
            return new RecordExpression(text, root, compiler.Inputs);
        }
        catch (SqlException exception)
        {
            throw new QueryException(exception.Code, exception.Message, exception.Position);
        }
    }

    /// <summary>The value for one message.</summary>
    /// <param name="inputs">A value for each of <see cref="Inputs"/>.</param>
    /// <exception cref="QueryException">A function cannot make its value of what is there; the message names the function.</exception>
    public object? Evaluate(ReadOnlySpan<object?> inputs)
    {
        if (_isField)
        {
            return inputs[0];
        }

        _frame.Start(inputs);
        _root.Evaluate(_frame);
        return RecordResult.Of(_root);
    }
}
