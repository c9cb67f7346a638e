using Ingestion.Records;

namespace Ingestion.Transforms;

/// <summary>An expression that computes a field, bound to the ordinals of its inputs. One thread at a time.</summary>
internal sealed class FieldFunction
{
    private readonly IRecordExpression _expression;
    private readonly int[] _inputs;
    private readonly object?[] _arguments;
    private readonly ResultMemo? _memo;

    /// <param name="name">Of the field it computes; of a filter, what faults call it.</param>
    /// <param name="text">As the config writes it.</param>
    /// <param name="expression">Compiled.</param>
    /// <param name="fields">Know its inputs.</param>
    public FieldFunction(string name, string text, IRecordExpression expression, RecordFields fields)
    {
        (Name, Text, _expression) = (name, text, expression);
        _inputs = [.. expression.Inputs.Select(fields.IndexOf)];
        _arguments = new object?[_inputs.Length];
        _memo = _inputs.Length == 1 ? new ResultMemo() : null;
        Field = fields.IndexOf(name);
    }

    /// <summary>The field it computes.</summary>
    public string Name { get; }

    /// <summary>As the config writes it.</summary>
    public string Text { get; }

    /// <summary>Ordinal of the field; negative for a filter.</summary>
    public int Field { get; }

    /// <exception cref="RecordExpressionException">It cannot be computed of these values.</exception>
    public object? Evaluate(Record record)
    {
        if (_memo is null)
        {
            return Compute(record);
        }

        object? input = record.Values[_inputs[0]];
        if (!_memo.TryFind(input, out object? result))
        {
            result = Compute(record);
            _memo.Keep(input, result);
        }

        return result;
    }

    private object? Compute(Record record)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            _arguments[i] = record.Values[_inputs[i]];
        }

        try
        {
            return _expression.Evaluate(_arguments);
        }
        catch (Exception exception) when (exception is not (RecordExpressionException or OutOfMemoryException or OperationCanceledException))
        {
            // A function that fails otherwise than it should is still told with its field.
            throw new RecordExpressionException($"{exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}
