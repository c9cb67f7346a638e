using Ingestion.Decoding;
using Ingestion.Records;

namespace Ingestion.Transforms;

/// <summary>Which collections that are not unnested become JSON texts.</summary>
internal enum CollectionRule
{
    /// <summary>None: they stay lists.</summary>
    None,

    /// <summary>Those whose first element is a list or an object.</summary>
    NonPrimitive,

    /// <summary>All.</summary>
    All,
}

/// <summary>The <c>complexTypeConfig</c> of a table.</summary>
/// <param name="Unnested">Fields whose lists multiply the row, in order.</param>
/// <param name="Delimiter">Between the names of nested fields.</param>
/// <param name="Collections">What becomes of other lists.</param>
/// <param name="Renames">Prefixes of names and what takes their place.</param>
internal sealed record ComplexTypeSettings(IReadOnlyList<string> Unnested, string Delimiter, CollectionRule Collections, IReadOnlyList<KeyValuePair<string, string>> Renames);

/// <summary>Makes flat records of nested ones: objects become fields of long names, chosen lists become several records.</summary>
/// <param name="settings">What to do.</param>
/// <param name="fields">The fields of flat records.</param>
internal sealed class ComplexTypes(ComplexTypeSettings settings, RecordFields fields)
{
    /// <summary>Names of the message's own fields that flat fields may come from.</summary>
    public static IEnumerable<string> Roots(ComplexTypeSettings settings, IEnumerable<string> names) =>
        names.Concat(settings.Unnested).Concat(settings.Renames.Select(rename => rename.Key))
            .Select(name => name.IndexOf(settings.Delimiter, StringComparison.Ordinal) is var end and > 0 && !RecordAttributes.IsAttribute(name) ? name[..end] : name);

    /// <summary>The flat records of one message.</summary>
    /// <param name="nested">As read; not changed.</param>
    /// <param name="target">Takes them.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Flatten(Record nested, List<Record> target)
    {
        Dictionary<string, object?> flat = new(StringComparer.Ordinal);
        for (int i = 0; i < nested.Values.Length; i++)
        {
            Put(flat, nested.Fields.Names[i], nested.Values[i]);
        }

        List<Dictionary<string, object?>> rows = [flat];
        foreach (string unnested in settings.Unnested)
        {
            rows = [.. rows.SelectMany(row => Unnest(row, unnested))];
        }

        foreach (Dictionary<string, object?> row in rows)
        {
            if (Rename(row) is { } fault)
            {
                return fault;
            }

            Record record = new(fields);
            foreach ((string name, object? value) in row)
            {
                if (fields.IndexOf(name) is var field and >= 0)
                {
                    record.Values[field] = value;
                }
            }

            target.Add(record);
        }

        return null;
    }

    private void Put(Dictionary<string, object?> row, string name, object? value)
    {
        if (value is List<object?> list && !settings.Unnested.Contains(name, StringComparer.Ordinal) && BecomesJson(list))
        {
            row[name] = RecordJson.Text(list);
            return;
        }

        row[name] = value;
        if (value is Dictionary<string, object?> map)
        {
            PutAll(row, name, map);
        }
    }

    private void PutAll(Dictionary<string, object?> row, string name, Dictionary<string, object?> map)
    {
        foreach ((string key, object? value) in map)
        {
            Put(row, name + settings.Delimiter + key, value);
        }
    }

    private bool BecomesJson(List<object?> list) => settings.Collections switch
    {
        CollectionRule.All => true,
        CollectionRule.NonPrimitive => list.Count > 0 && list[0] is List<object?> or Dictionary<string, object?>,
        _ => false,
    };

    private IEnumerable<Dictionary<string, object?>> Unnest(Dictionary<string, object?> row, string name)
    {
        if (row.GetValueOrDefault(name) is not List<object?> { Count: > 0 } list)
        {
            yield return row;
            yield break;
        }

        foreach (object? item in list)
        {
            Dictionary<string, object?> copy = new(row, StringComparer.Ordinal);
            Put(copy, name, item);
            yield return copy;
        }
    }

    private string? Rename(Dictionary<string, object?> row)
    {
        foreach ((string from, string to) in settings.Renames)
        {
            foreach (string name in row.Keys.Where(name => name.StartsWith(from, StringComparison.Ordinal)).ToList())
            {
                string renamed = to + name[from.Length..];
                if (row.GetValueOrDefault(renamed) is not null)
                {
                    return $"complexTypeConfig.prefixesToRename: field '{name}' would become '{renamed}', which the message has already";
                }

                row[renamed] = row[name];
                row.Remove(name);
            }
        }

        return null;
    }
}
