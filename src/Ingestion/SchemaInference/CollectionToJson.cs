namespace Ingestion.SchemaInference;

/// <summary>Which lists, of those that are not unnested, become a column of JSON text. Pinot's <c>collectionNotUnnestedToJson</c>.</summary>
public enum CollectionToJson
{
    /// <summary>None; lists become no column.</summary>
    None,

    /// <summary>Lists of objects; lists of scalars become multi-value columns.</summary>
    NonPrimitive,

    /// <summary>All.</summary>
    All,
}
