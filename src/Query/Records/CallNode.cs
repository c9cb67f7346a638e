using Query.Expressions;
using Query.Functions;
using Query.Vectors;

namespace Query.Records;

/// <summary>A scalar function; chosen anew only when the types of its arguments change.</summary>
internal sealed class CallNode(string name, FunctionResolver resolver, RecordNode[] arguments, int position) : RecordNode
{
    private const int MostChoices = 32;

    private readonly Vector[] _values = new Vector[arguments.Length];
    private readonly Vector _result = new();
    private readonly List<Choice> _choices = [];
    private bool _isNullOfNull;

    /// <summary>A function for arguments of certain types.</summary>
    private sealed record Choice(SqlType[] Types, ScalarFunction Function);

    public override void Evaluate(RecordFrame frame)
    {
        bool anyNull = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i].Evaluate(frame);
            _values[i] = arguments[i].Value;
            anyNull |= arguments[i].IsNull;
        }

        if (anyNull && _isNullOfNull)
        {
            SetNull();
            return;
        }

        ScalarFunction function = Choose();
        if (anyNull && function.Nulls == NullRule.Propagate)
        {
            _isNullOfNull = true;
            SetNull();
            return;
        }

        Run(function, frame);
    }

    private ScalarFunction Choose()
    {
        foreach (Choice choice in _choices)
        {
            if (Fits(choice.Types))
            {
                return choice.Function;
            }
        }

        ScalarFunction function;
        try
        {
            (function, bool isForAll) = Resolve();
            if (!isForAll)
            {
                return function;
            }
        }
        catch (QueryException exception)
        {
            throw Explained(exception);
        }

        if (_choices.Count == MostChoices)
        {
            _choices.Clear();
        }

        _choices.Add(new Choice([.. arguments.Select(argument => argument.Type)], function));
        return function;
    }

    private bool Fits(SqlType[] types)
    {
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i] != arguments[i].Type)
            {
                return false;
            }
        }

        return true;
    }

    // A pattern, zone or unit that stands in a field is read anew for every record.
    private (ScalarFunction Function, bool IsForAll) Resolve()
    {
        BoundExpression[] bound = [.. arguments.Select(argument => argument.Bound())];
        try
        {
            return (resolver(bound, CallSite.Record, position), true);
        }
        catch (QueryException) when (Array.Exists(bound, argument => argument is BoundArgument && argument.Type == SqlType.Text))
        {
            for (int i = 0; i < bound.Length; i++)
            {
                bound[i] = bound[i] is BoundArgument && bound[i].Type == SqlType.Text ? BoundLiteral.Of(SqlType.Text, _values[i].Texts[0].Span) : bound[i];
            }

            return (resolver(bound, CallSite.Record, position), false);
        }
    }

    private void Run(ScalarFunction function, RecordFrame frame)
    {
        if (function.Type.IsArray)
        {
            _result.StartLists(function.Type.Physical, 1);
        }
        else
        {
            _result.Start(function.Type.Physical, 1);
        }

        try
        {
            function.Evaluate(_values, _result, frame.Context);
        }
        catch (QueryException exception)
        {
            throw Explained(exception);
        }
        catch (Exception exception) when (exception is ArithmeticException or FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Explained(exception);
        }

        Set(function.Type, _result);
    }

    private QueryException Explained(Exception exception) =>
        exception is QueryException { Position: not null } known ? known : new QueryException(200, $"{name}: {exception.Message}", position);
}
