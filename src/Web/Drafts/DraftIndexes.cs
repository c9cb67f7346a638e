using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Web.Drafts;

/// <summary>A hint of a table config for the columns that it lists.</summary>
/// <param name="Key">Of the list in <c>tableIndexConfig</c>.</param>
/// <param name="Word">For people.</param>
internal sealed record IndexHint(string Key, string Word);

/// <summary>Index hints as Pinot's table config holds them: lists of columns, and settings by column.</summary>
internal static class DraftIndexes
{
    private static readonly IndexHint Inverted = new("invertedIndexColumns", "inverted");
    private static readonly IndexHint Range = new("rangeIndexColumns", "range");
    private static readonly IndexHint Bloom = new("bloomFilterColumns", "bloom filter");
    private static readonly IndexHint Json = new("jsonIndexColumns", "JSON");
    private static readonly IndexHint Sorted = new("sortedColumn", "sorted");
    private static readonly IndexHint Raw = new("noDictionaryColumns", "no dictionary");

    private static readonly ImmutableArray<IndexHint> All = [Inverted, Range, Bloom, Json, Sorted, Raw];

    // Further places where a config speaks of a column; the form does not offer them, but a new name must reach them.
    private static readonly ImmutableArray<string> OtherLists = ["onHeapDictionaryColumns", "varLengthDictionaryColumns"];
    private static readonly ImmutableArray<string> Maps = ["bloomFilterConfigs", "jsonIndexConfigs", "noDictionaryConfig", "invertedIndexConfigs"];

    /// <summary>The hints that a column can have: those that a table config is refused for are left out.</summary>
    public static IEnumerable<IndexHint> For(DraftColumn column) => All.Where(hint =>
        hint == Bloom ? column.Type != DataType.Boolean
        : hint == Json ? column.Type is DataType.String or DataType.Json && !column.IsMultiValue
        : hint != Sorted || !column.IsMultiValue);

    /// <summary>The hints that a column has.</summary>
    public static IEnumerable<IndexHint> Of(DraftDocument draft, string column) => All.Where(hint => Place(Indexing(draft), hint.Key, column) is not null);

    /// <summary>Gives a column a hint, or takes it away. A column is not both inverted and without dictionary, and one alone is sorted by.</summary>
    public static void Set(DraftDocument draft, string column, IndexHint hint, bool isOn)
    {
        JsonObject indexing = Indexing(draft);
        Drop(indexing, hint.Key, column);
        if (!isOn)
        {
            return;
        }

        if (hint == Sorted)
        {
            indexing.Remove(hint.Key);
        }

        if ((hint == Inverted ? Raw : hint == Raw ? Inverted : null) is { } excluded)
        {
            Drop(indexing, excluded.Key, column);
        }

        if (indexing[hint.Key] is not JsonArray list)
        {
            indexing[hint.Key] = list = [];
        }

        list.Add(column);
    }

    /// <summary>Takes away the hints that a column of this type cannot have.</summary>
    public static void Fit(DraftDocument draft, DraftColumn column)
    {
        foreach (IndexHint hint in All.Except(For(column)))
        {
            Drop(Indexing(draft), hint.Key, column.Name);
        }
    }

    /// <summary>Lets all that is said of a column be said of its new name.</summary>
    public static void Rename(DraftDocument draft, string former, string name)
    {
        if (former == name)
        {
            return;
        }

        JsonObject indexing = Indexing(draft);
        foreach (string key in Lists())
        {
            Place(indexing, key, former)?.ReplaceWith(name);
        }

        foreach (string key in Maps)
        {
            if (indexing[key] is JsonObject settings && settings.Remove(former, out JsonNode? setting))
            {
                settings[name] = setting;
            }
        }

        foreach (JsonObject field in FieldConfigs(draft, former))
        {
            field["name"] = name;
        }
    }

    /// <summary>Takes away all that is said of a column.</summary>
    public static void Remove(DraftDocument draft, string column)
    {
        JsonObject indexing = Indexing(draft);
        foreach (string key in Lists())
        {
            Drop(indexing, key, column);
        }

        foreach (string key in Maps)
        {
            (indexing[key] as JsonObject)?.Remove(column);
        }

        foreach (JsonObject field in FieldConfigs(draft, column))
        {
            (field.Parent as JsonArray)?.Remove(field);
        }
    }

    private static IEnumerable<string> Lists() => All.Select(hint => hint.Key).Concat(OtherLists);

    private static JsonObject Indexing(DraftDocument draft) => draft.Config["tableIndexConfig"] as JsonObject ?? [];

    private static JsonNode? Place(JsonObject indexing, string key, string column) =>
        (indexing[key] as JsonArray ?? []).FirstOrDefault(name => name is JsonValue value && value.TryGetValue(out string? text) && text == column);

    private static void Drop(JsonObject indexing, string key, string column)
    {
        if (Place(indexing, key, column) is not { } place)
        {
            return;
        }

        JsonArray list = place.Parent!.AsArray();
        list.Remove(place);
        if (list.Count == 0)
        {
            indexing.Remove(key);
        }
    }

    private static JsonObject[] FieldConfigs(DraftDocument draft, string column) =>
        [.. (draft.Config["fieldConfigList"] as JsonArray ?? []).OfType<JsonObject>().Where(field => field["name"]?.ToString() == column)];
}
