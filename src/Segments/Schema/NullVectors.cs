namespace Segments.Schema;

/// <summary>Which columns remember nulls beside the stored default.</summary>
public enum NullVectors
{
    /// <summary>Those the schema names, if it has <c>enableColumnBasedNullHandling</c>; none otherwise.</summary>
    AsSchemaSays,

    /// <summary>All, because the table has <c>nullHandlingEnabled</c>; a schema with column-based handling still decides itself.</summary>
    AllColumns,
}
