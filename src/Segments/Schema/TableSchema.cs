using System.Collections.Frozen;

namespace Segments.Schema;

/// <summary>The columns of a table, in the order of the Pinot schema: dimensions, metrics, date-times.</summary>
public sealed class TableSchema
{
    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenDictionary<string, int> _byFoldedName;

    /// <param name="name">Schema name, equal to the raw table name.</param>
    /// <param name="columns">At least one; names differ.</param>
    public TableSchema(string name, IReadOnlyList<ColumnSchema> columns)
    {
        Name = name;
        Columns = columns;
        _byName = columns.Select((column, ordinal) => (column.Name, ordinal)).ToFrozenDictionary(pair => pair.Name, pair => pair.ordinal, StringComparer.Ordinal);
        _byFoldedName = columns.Select((column, ordinal) => (column.Name, ordinal))
            .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.Name, pair => pair.ordinal, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Schema name, equal to the raw table name.</summary>
    public string Name { get; }

    /// <summary>Names of the columns that make up a row's key (<c>primaryKeyColumns</c>); empty if the schema names none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>The columns; a column's ordinal is its index here.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>Finds a column by its exact name, or else ignoring case as Pinot does.</summary>
    public bool TryFind(string name, out int ordinal) =>
        _byName.TryGetValue(name, out ordinal) || _byFoldedName.TryGetValue(name, out ordinal);
}
