using System.Text;

namespace Ingestion.Records;

/// <summary>The fields that are read of a message, by ordinal: the columns of the schema in their order, then the inputs of everything configured in between.</summary>
internal sealed class RecordFields
{
    private const int MaxStackName = 256;

    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="names">Exact names; repeated ones count once.</param>
    public RecordFields(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            _ordinals.TryAdd(name, _ordinals.Count);
        }

        Names = [.. _ordinals.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        _lookup = _ordinals.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Names by ordinal.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of fields.</summary>
    public int Count => Names.Count;

    /// <summary>Ordinal of a field, or -1.</summary>
    public int IndexOf(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <summary>Ordinal of a field whose name stands in a message as UTF-8, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length > MaxStackName)
        {
            return IndexOf(Encoding.UTF8.GetString(utf8Name));
        }

        Span<char> name = stackalloc char[MaxStackName];
        int length = Encoding.UTF8.GetChars(utf8Name, name);
        return _lookup.TryGetValue(name[..length], out int ordinal) ? ordinal : -1;
    }
}
