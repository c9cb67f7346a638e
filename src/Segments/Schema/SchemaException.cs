namespace Segments.Schema;

/// <summary>A schema document that cannot be used. The message is for its author: which column, which key, what to write.</summary>
public sealed class SchemaException : Exception
{
    private SchemaException(string message, string reason)
        : base(message) => Reason = reason;

    /// <summary>What is wrong, without Pinot's introduction.</summary>
    public string Reason { get; }

    /// <summary>The document has no name to speak of.</summary>
    public static SchemaException Nameless(string reason) => new($"Invalid schema. Reason: {reason}", reason);

    /// <summary>A key holds something that no schema can hold.</summary>
    public static SchemaException Malformed(string? schema, string reason) =>
        new($"Invalid schema config json string: {schema ?? "(no schemaName)"}. Reason: {reason}", reason);

    /// <summary>Every key can be read, but together they make no valid schema.</summary>
    public static SchemaException Invalid(string schema, string reason) => new($"Invalid schema: {schema}. Reason: {reason}", reason);
}
