namespace Ingestion.Transforms;

/// <summary>Results of an expression of one field by the value of that field: values of messages repeat, and expressions give the same value again.</summary>
/// <remarks>One that is of little use, because values do not repeat, is left alone for a while. One thread at a time.</remarks>
internal sealed class ResultMemo
{
    private const int Places = 1024;

    private readonly (object? Input, object? Result)[] _known = new (object?, object?)[Places];
    private readonly MemoPace _pace = new();

    /// <summary>The result for a value, if it is known.</summary>
    public bool TryFind(object? input, out object? result)
    {
        if (!_pace.TryAsk())
        {
            result = null;
            return false;
        }

        // Other types have values that are equal and not the same, such as 0.0 and -0.0, or can change.
        if (input is not (string or int or long or bool))
        {
            result = null;
            return false;
        }

        ref (object? Input, object? Result) place = ref _known[input.GetHashCode() & (Places - 1)];
        bool isKnown = ReferenceEquals(place.Input, input) || input.Equals(place.Input);
        if (isKnown)
        {
            _pace.Hit();
        }

        result = isKnown ? place.Result : null;
        return isKnown;
    }

    /// <summary>Keeps a result that <see cref="TryFind"/> did not know. Lists and maps belong to one record and are not kept.</summary>
    public void Keep(object? input, object? result)
    {
        if (!_pace.IsResting && input is string or int or long or bool && result is null or string or int or long or bool or double)
        {
            _known[input.GetHashCode() & (Places - 1)] = (input, result);
        }
    }
}
