namespace Segments.Columns;

/// <summary>A segment holds a column with another type than the table's schema says.</summary>
/// <param name="message">For the person who asked or who changed the schema: column, both types, segment, what to do.</param>
public sealed class ColumnMismatchException(string message) : Exception(message);
