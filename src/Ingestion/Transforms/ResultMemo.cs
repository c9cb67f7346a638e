namespace Ingestion.Transforms;

/// <summary>Results of an expression of one field by the value of that field: values of messages repeat, and expressions give the same value again.</summary>
/// <remarks>One that is of little use, because values do not repeat, is left alone for a while. One thread at a time.</remarks>
internal sealed class ResultMemo
{
    private const int Places = 1024;
    private const int Period = 4096;
    private const int LeastHits = Period / 8;
    private const int Rest = 64 * Period;

    private readonly (object? Input, object? Result)[] _known = new (object?, object?)[Places];
    private int _left = Period;
    private int _hits;
    private int _rest;

    /// <summary>The result for a value, if it is known.</summary>
    public bool TryFind(object? input, out object? result)
    {
        if (_rest > 0)
        {
            _rest--;
            result = null;
            return false;
        }

        if (--_left == 0)
        {
            _rest = _hits < LeastHits ? Rest : 0;
            (_left, _hits) = (Period, 0);
        }

        // Other types have values that are equal and not the same, such as 0.0 and -0.0, or can change.
        if (input is not (string or int or long or bool))
        {
            result = null;
            return false;
        }

        ref (object? Input, object? Result) place = ref _known[input.GetHashCode() & (Places - 1)];
        bool isKnown = ReferenceEquals(place.Input, input) || input.Equals(place.Input);
        _hits += isKnown ? 1 : 0;
        result = isKnown ? place.Result : null;
        return isKnown;
    }

    /// <summary>Keeps a result that <see cref="TryFind"/> did not know. Lists and maps belong to one record and are not kept.</summary>
    public void Keep(object? input, object? result)
    {
        if (_rest == 0 && input is string or int or long or bool && result is null or string or int or long or bool or double)
        {
            _known[input.GetHashCode() & (Places - 1)] = (input, result);
        }
    }
}
