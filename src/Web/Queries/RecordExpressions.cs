using Ingestion.Records;
using Query;
using Query.Records;

namespace Web.Queries;

/// <summary>Lets the SQL engine's functions compute on messages: the one place that knows both sides' values.</summary>
internal sealed class RecordExpressions : IRecordExpressions
{
    private RecordExpressions()
    {
    }

    /// <summary>The one there is.</summary>
    public static RecordExpressions Instance { get; } = new();

    public IRecordExpression Compile(string text)
    {
        try
        {
            return new Compiled(RecordExpression.Compile(text));
        }
        catch (QueryException exception)
        {
            throw new RecordExpressionException($"'{text}' cannot be used: {exception.Message}", exception);
        }
    }

    private sealed class Compiled(RecordExpression expression) : IRecordExpression
    {
        private readonly object?[] _inputs = new object?[expression.Inputs.Count];

        public IReadOnlyList<string> Inputs => expression.Inputs;

        public object? Evaluate(ReadOnlySpan<object?> inputs)
        {
            for (int i = 0; i < _inputs.Length; i++)
            {
                _inputs[i] = ToQuery(inputs[i]);
            }

            try
            {
                return ToRecord(expression.Evaluate(_inputs));
            }
            catch (QueryException exception)
            {
                throw new RecordExpressionException($"'{expression.Text}' has no value: {exception.Message}", exception);
            }
        }
    }

    private static object? ToQuery(object? value) => value switch
    {
        null or string or int or long or double => value,
        DecimalValue number => new RecordDecimal(number.Unscaled, number.Scale),
        TimestampValue moment => new RecordTimestamp(moment.Millis),
        List<object?> list when list.Exists(IsForeign) => list.ConvertAll(ToQuery),
        Dictionary<string, object?> map when map.Values.Any(IsForeign) => map.ToDictionary(pair => pair.Key, pair => ToQuery(pair.Value), StringComparer.Ordinal),
        _ => value,
    };

    private static bool IsForeign(object? value) => value switch
    {
        null or string or int or long or double => false,
        DecimalValue or TimestampValue => true,
        List<object?> list => list.Exists(IsForeign),
        Dictionary<string, object?> map => map.Values.Any(IsForeign),
        _ => false,
    };

    private static object? ToRecord(object? value) => value switch
    {
        RecordDecimal number => new DecimalValue(number.Unscaled, number.Scale),
        RecordTimestamp moment => new TimestampValue(moment.Millis, 0),
        List<object?> list => list.ConvertAll(ToRecord),
        _ => value,
    };
}
