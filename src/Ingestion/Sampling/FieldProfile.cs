using Segments.Schema;

namespace Ingestion.Sampling;

/// <summary>What the messages of a sample hold.</summary>
/// <param name="Messages">Messages with a value.</param>
/// <param name="Objects">Those that are JSON objects.</param>
/// <param name="Trouble">What is wrong with the first of the others, and where it lies; null if there is none.</param>
/// <param name="Fields">Of the objects, in the order in which they were met; fields of nested objects with their path, such as <c>a.b</c>.</param>
public sealed record SampleProfile(int Messages, int Objects, string? Trouble, IReadOnlyList<FieldProfile> Fields)
{
    /// <summary>The messages that cannot be read, in their order.</summary>
    public IReadOnlyList<MessageFault> Faults { get; init; } = [];
}

/// <summary>A message that cannot be read.</summary>
/// <param name="Message">The message.</param>
/// <param name="Fault">Why, for people.</param>
public sealed record MessageFault(SampledMessage Message, string Fault);

/// <summary>A field, and what speaks for its type.</summary>
/// <param name="Path">Its name, behind those of the objects around it.</param>
/// <param name="Type">The type of a column that takes every value of the sample.</param>
/// <param name="IsMultiValue">True if the values are lists of scalars.</param>
/// <param name="Present">Messages that have it, null or not.</param>
/// <param name="Nulls">Messages where it is null.</param>
/// <param name="Smallest">Of numbers, times and texts; null if there is no order.</param>
/// <param name="Largest">The same.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Examples">Some of them, cut.</param>
/// <param name="Verdict">Why the type, and what else strikes, for people; null if nothing does.</param>
public sealed record FieldProfile(
    string Path, DataType Type, bool IsMultiValue, int Present, int Nulls, string? Smallest, string? Largest, int Distinct, IReadOnlyList<string> Examples, string? Verdict)
{
    /// <summary>How a time column of it is declared, such as <c>1:MILLISECONDS:EPOCH</c>; null if the values are no times.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>True if it lies within an object of the message.</summary>
    public bool IsNested { get; init; }
}
