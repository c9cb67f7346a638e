using System.Globalization;
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

/// <summary>Makes flat records of nested ones: objects become fields of long names, chosen lists become several records. One thread at a time.</summary>
/// <remarks>
/// A message is small and what it can become is not: lists multiply each other, and names hold the names of all that is around them. So only fields
/// that somebody wants are made, one record at a time, and there are limits.
/// </remarks>
internal sealed class ComplexTypes
{
    /// <summary>Records that one message may become.</summary>
    public const int MaxRows = 100_000;

    private const int MaxDepth = 100;
    private const int MaxNameLength = 1024;
    private const int MaxRenamedFields = 65_536;

    private readonly ComplexTypeSettings _settings;
    private readonly RecordFields _fields;
    private readonly HashSet<string> _wanted;
    private readonly string[] _parents;
    private string? _fault;
    private int _depth;

    /// <param name="settings">What to do.</param>
    /// <param name="fields">The fields of flat records.</param>
    public ComplexTypes(ComplexTypeSettings settings, RecordFields fields)
    {
        (_settings, _fields) = (settings, fields);
        _wanted = fields.Names.Concat(settings.Unnested).ToHashSet(StringComparer.Ordinal);
        _parents = [.. _wanted.Concat(settings.Renames.Select(rename => rename.Key))];
    }

    /// <summary>Names of the message's own fields that flat fields may come from.</summary>
    public static IEnumerable<string> Roots(ComplexTypeSettings settings, IEnumerable<string> names) =>
        names.Concat(settings.Unnested).Concat(settings.Renames.Select(rename => rename.Key))
            .Select(name => name.IndexOf(settings.Delimiter, StringComparison.Ordinal) is var end and > 0 && !RecordAttributes.IsAttribute(name) ? name[..end] : name);

    /// <summary>Makes the flat records of one message.</summary>
    /// <param name="nested">As read; not changed.</param>
    /// <param name="take">Takes each; returns what is wrong with it, which ends the message, or null.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Flatten(Record nested, Func<Record, string?> take)
    {
        (_fault, _depth) = (null, 0);
        Dictionary<string, object?> flat = new(StringComparer.Ordinal);
        for (int i = 0; i < nested.Values.Length; i++)
        {
            Put(flat, nested.Fields.Names[i], nested.Values[i]);
        }

        int rows = 0;
        foreach (Dictionary<string, object?> row in Unnest(flat, 0))
        {
            _fault ??= ++rows > MaxRows ? TooMany(flat) : Rename(row);
            if ((_fault ?? take(Flat(row))) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private Record Flat(Dictionary<string, object?> row)
    {
        Record record = new(_fields);
        foreach ((string name, object? value) in row)
        {
            if (_fields.IndexOf(name) is var field and >= 0)
            {
                record.Values[field] = value;
            }
        }

        return record;
    }

    private void Put(Dictionary<string, object?> row, string name, object? value)
    {
        if (_wanted.Contains(name) || IsRenamed(name))
        {
            row[name] = value is List<object?> list && !_settings.Unnested.Contains(name, StringComparer.Ordinal) && BecomesJson(list) ? RecordJson.Text(list) : value;
        }

        if (value is not Dictionary<string, object?> map || !HasWantedInside(name) || !IsWithinLimits(row, name))
        {
            return;
        }

        _depth++;
        foreach ((string key, object? inner) in map)
        {
            if (_fault is not null)
            {
                break;
            }

            Put(row, name + _settings.Delimiter + key, inner);
        }

        _depth--;
    }

    private bool IsWithinLimits(Dictionary<string, object?> row, string name)
    {
        string shown = name.Length <= 80 ? name : name[..80] + "…";
        _fault ??= _depth >= MaxDepth ? $"complexTypeConfig: field '{shown}' is nested deeper than {MaxDepth.ToString(CultureInfo.InvariantCulture)} levels"
            : name.Length > MaxNameLength ? $"complexTypeConfig: the name of field '{shown}' is longer than {MaxNameLength.ToString(CultureInfo.InvariantCulture)} characters"
            : row.Count > MaxRenamedFields ? $"complexTypeConfig: with field '{shown}' the message has more than {MaxRenamedFields.ToString(CultureInfo.InvariantCulture)} fields"
            : null;
        return _fault is null;
    }

    // Such a field may become one that is wanted, or stand in the way of another.
    private bool IsRenamed(string name)
    {
        foreach ((string from, string to) in _settings.Renames)
        {
            if (name.StartsWith(from, StringComparison.Ordinal) || name.StartsWith(to, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasWantedInside(string name)
    {
        foreach (string parent in _parents)
        {
            if (parent.Length > name.Length && parent.StartsWith(name, StringComparison.Ordinal)
                && string.CompareOrdinal(parent, name.Length, _settings.Delimiter, 0, Math.Min(_settings.Delimiter.Length, parent.Length - name.Length)) == 0)
            {
                return true;
            }
        }

        return IsRenamed(name);
    }

    private bool BecomesJson(List<object?> list) => _settings.Collections switch
    {
        CollectionRule.All => true,
        CollectionRule.NonPrimitive => list.Count > 0 && list[0] is List<object?> or Dictionary<string, object?>,
        _ => false,
    };

    // Depth first: only the row on its way and its ancestors exist at a time.
    private IEnumerable<Dictionary<string, object?>> Unnest(Dictionary<string, object?> row, int index)
    {
        if (index == _settings.Unnested.Count)
        {
            yield return row;
            yield break;
        }

        string name = _settings.Unnested[index];
        if (row.GetValueOrDefault(name) is not List<object?> { Count: > 0 } list)
        {
            foreach (Dictionary<string, object?> only in Unnest(row, index + 1))
            {
                yield return only;
            }

            yield break;
        }

        foreach (object? item in list)
        {
            Dictionary<string, object?> copy = new(row, StringComparer.Ordinal);
            Put(copy, name, item);
            foreach (Dictionary<string, object?> inner in Unnest(copy, index + 1))
            {
                yield return inner;
            }
        }
    }

    private string TooMany(Dictionary<string, object?> flat)
    {
        IEnumerable<string> lists = _settings.Unnested.Select(name => flat.GetValueOrDefault(name) is List<object?> list ? $"'{name}' of {list.Count.ToString(CultureInfo.InvariantCulture)} entries" : $"'{name}'");
        return $"complexTypeConfig.fieldsToUnnest: the message would become more than {MaxRows.ToString(CultureInfo.InvariantCulture)} rows: {string.Join(" times ", lists)}";
    }

    private string? Rename(Dictionary<string, object?> row)
    {
        foreach ((string from, string to) in _settings.Renames)
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
