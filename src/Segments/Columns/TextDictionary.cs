namespace Segments.Columns;

/// <summary>The distinct values of a text column, by id from 0.</summary>
public abstract class TextDictionary
{
    /// <summary>Number of ids.</summary>
    public abstract int Count { get; }

    /// <summary>True if ids ascend with the bytes of their values, so that ranges of values are ranges of ids.</summary>
    public abstract bool IsSorted { get; }

    /// <summary>The value of an id.</summary>
    public abstract Utf8Slice this[int id] { get; }

    /// <summary>The id of a value.</summary>
    /// <returns>False if no row has the value.</returns>
    public abstract bool TryFind(ReadOnlySpan<byte> value, out int id);
}
