namespace Ingestion.Records;

/// <summary>Compiles the functions of transforms and filters. Whoever knows SQL implements it.</summary>
public interface IRecordExpressions
{
    /// <param name="text">A scalar expression such as <c>toEpochDays(ts)</c> or <c>a = 'x' AND n &gt; 1</c>.</param>
    /// <exception cref="RecordExpressionException">The text is no expression, or names no function there is.</exception>
    IRecordExpression Compile(string text);
}

/// <summary>A compiled expression over the fields of one record. One thread at a time.</summary>
public interface IRecordExpression
{
    /// <summary>Names of the fields it reads, each once.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>Computes the value for one record.</summary>
    /// <param name="inputs">Values of <see cref="Inputs"/>, in the conventions of a record.</param>
    /// <exception cref="RecordExpressionException">It cannot be computed of these values.</exception>
    object? Evaluate(ReadOnlySpan<object?> inputs);
}

/// <summary>An expression cannot be compiled or computed; the message says why, for people.</summary>
public sealed class RecordExpressionException(string message, Exception? inner = null) : Exception(message, inner);
