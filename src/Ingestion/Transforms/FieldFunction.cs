using Ingestion.Records;

namespace Ingestion.Transforms;

/// <summary>An expression that computes a field, bound to the ordinals of its inputs. One thread at a time.</summary>
internal sealed class FieldFunction
{
    private readonly IRecordExpression _expression;
    private readonly object?[] _arguments;
    private readonly ResultMemo? _memo;

    /// <param name="name">Of the field it computes; of a filter, what faults call it.</param>
    /// <param name="text">As the config writes it.</param>
    /// <param name="expression">Compiled.</param>
    /// <param name="fields">Know its inputs.</param>
    public FieldFunction(string name, string text, IRecordExpression expression, RecordFields fields)
    {
        (Name, Text, _expression) = (name, text, expression);
        Inputs = [.. expression.Inputs.Select(fields.IndexOf)];
        _arguments = new object?[Inputs.Length];
        _memo = Inputs.Length == 1 ? new ResultMemo() : null;
        Field = fields.IndexOf(name);
    }

    /// <summary>The field it computes.</summary>
    public string Name { get; }

    /// <summary>As the config writes it.</summary>
    public string Text { get; }

    /// <summary>Ordinals of the fields it reads.</summary>
    public int[] Inputs { get; }

    /// <summary>Ordinal of the field; negative for a filter.</summary>
    public int Field { get; }

    /// <summary>The value for a record.</summary>
    /// <exception cref="RecordExpressionException">It cannot be computed of these values.</exception>
    public object? Evaluate(Record record)
    {
        if (_memo is null)
        {
            return Compute(record);
        }

        object? input = record.Values[Inputs[0]];
        if (!_memo.TryFind(input, out object? result))
        {
            result = Compute(record);
            _memo.Keep(input, result);
        }

        return result;
    }

    /// <summary>Computes it, whether or not the result is known.</summary>
    /// <exception cref="RecordExpressionException">It cannot be computed of these values.</exception>
    public object? Compute(Record record)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            _arguments[i] = record.Values[Inputs[i]];
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
