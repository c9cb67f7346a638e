using System.Text.Json.Nodes;
using Ingestion.Records;
using Ingestion.Sources;

namespace Ingestion.Transforms;

/// <summary>The <c>schemaConformingTransformerConfig</c> of a table: where fields go that are no columns.</summary>
/// <param name="Indexable">JSON column for most of them; null if they are dropped.</param>
/// <param name="Unindexable">JSON column for those whose name ends with <paramref name="Suffix"/>; null if they are dropped.</param>
/// <param name="Suffix">Marks fields that are not to be searched; null if there is no such mark.</param>
/// <param name="Dropped">Paths, with dots, that go nowhere.</param>
internal sealed record ExtraFieldSettings(string? Indexable, string? Unindexable, string? Suffix, IReadOnlySet<string> Dropped)
{
    private const string Path = "ingestionConfig.schemaConformingTransformerConfig";

    /// <exception cref="IngestionException">A value is no such value, or asks for what is not built.</exception>
    public static ExtraFieldSettings Parse(JsonObject config)
    {
        foreach (string unbuilt in (string[])["mergedTextIndexField", "fieldPathsToPreserveInput", "fieldPathsToPreserveInputWithIndex", "columnNameToJsonKeyPathMap"])
        {
            if (config[unbuilt] is JsonArray { Count: > 0 } or JsonObject { Count: > 0 } || (config[unbuilt] is JsonValue && ConfigText.Of(config, unbuilt) is not null))
            {
                throw new IngestionException($"'{Path}.{unbuilt}' is set, but is not supported; remove the key");
            }
        }

        string? indexable = ConfigText.Flag(config, Path, "enableIndexableExtras", absent: true) ? ConfigText.Of(config, "indexableExtrasField") ?? "json_data" : null;
        string? unindexable = ConfigText.Flag(config, Path, "enableUnindexableExtras", absent: true) ? ConfigText.Of(config, "unindexableExtrasField") : null;
        return new ExtraFieldSettings(indexable, unindexable, ConfigText.Of(config, "unindexableFieldSuffix"), ConfigText.List(config, "fieldPathsToDrop").ToHashSet(StringComparer.Ordinal));
    }
}

/// <summary>Gathers the fields of a message that are no columns in JSON columns. One thread at a time.</summary>
internal sealed class ExtraFields
{
    private const int MaxPathLength = 4096;

    private readonly ExtraFieldSettings _settings;
    private readonly RecordFields _fields;
    private readonly int _indexable;
    private readonly int _unindexable;

    public ExtraFields(ExtraFieldSettings settings, RecordFields fields)
    {
        (_settings, _fields) = (settings, fields);
        _indexable = settings.Indexable is { } column ? fields.IndexOf(column) : -1;
        _unindexable = settings.Unindexable is { } other ? fields.IndexOf(other) : -1;
    }

    /// <summary>Sets the JSON columns and the columns whose names are paths into the message.</summary>
    public void Gather(Record record)
    {
        Dictionary<string, object?> indexable = new(StringComparer.Ordinal);
        Dictionary<string, object?> unindexable = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in record.Others!)
        {
            Sort(name, name, value, record, indexable, unindexable);
        }

        Set(record, _indexable, indexable);
        Set(record, _unindexable, unindexable);
    }

    private void Sort(string path, string name, object? value, Record record, Dictionary<string, object?> indexable, Dictionary<string, object?> unindexable)
    {
        if (value is null || _settings.Dropped.Contains(path))
        {
            return;
        }

        if (_settings.Suffix is { } suffix && name.EndsWith(suffix, StringComparison.Ordinal))
        {
            unindexable[name] = value;
        }
        else if (_fields.IndexOf(path) is var field and >= 0)
        {
            record.Values[field] ??= value;
        }
        else if (value is Dictionary<string, object?> map)
        {
            Dictionary<string, object?> indexableInside = new(StringComparer.Ordinal);
            Dictionary<string, object?> unindexableInside = new(StringComparer.Ordinal);
            foreach ((string key, object? inner) in map)
            {
                // No column and no setting has a longer path; building it for each field within would take for ever.
                string inside = path.Length + key.Length < MaxPathLength ? $"{path}.{key}" : path;
                Sort(inside, key, inner, record, indexableInside, unindexableInside);
            }

            Keep(indexable, name, indexableInside);
            Keep(unindexable, name, unindexableInside);
        }
        else
        {
            indexable[name] = value;
        }
    }

    private static void Keep(Dictionary<string, object?> target, string name, Dictionary<string, object?> inside)
    {
        if (inside.Count > 0)
        {
            target[name] = inside;
        }
    }

    private static void Set(Record record, int field, Dictionary<string, object?> values)
    {
        if (field >= 0 && values.Count > 0)
        {
            record.Values[field] = values;
        }
    }
}
