using Segments.Schema;

namespace Web.Drafts;

/// <summary>A column of a draft.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Role">Where the schema lists it.</param>
public sealed record DraftColumn(string Name, DataType Type, FieldRole Role)
{
    /// <summary>The field it is read from, such as <c>a.b</c>; its name unless a transform says otherwise. Null if an expression computes it.</summary>
    public string? Field { get; init; } = Name;

    /// <summary>The expression that computes it; null if it is read from a field.</summary>
    public string? Expression { get; init; }

    /// <summary>True if a row holds a list of values.</summary>
    public bool IsMultiValue { get; init; }

    /// <summary>How a time is written, such as <c>1:MILLISECONDS:EPOCH</c>; null for other columns.</summary>
    public string? Format { get; init; }

    /// <summary>What stands for a missing value; null for the type's own default.</summary>
    public string? Default { get; init; }
}
