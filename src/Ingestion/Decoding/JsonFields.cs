using System.Collections.Frozen;
using System.Text;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Which column a field of a message goes to: the one of exactly its name.</summary>
internal sealed class JsonFields
{
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public JsonFields(TableSchema schema)
    {
        _ordinals = schema.Columns.Select((column, ordinal) => (column.Name, ordinal)).ToFrozenDictionary(pair => pair.Name, pair => pair.ordinal, StringComparer.Ordinal);
        _lookup = _ordinals.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Ordinal of a column, or -1.</summary>
    public int Find(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length > 256)
        {
            return _ordinals.GetValueOrDefault(Encoding.UTF8.GetString(utf8Name), -1);
        }

        Span<char> name = stackalloc char[256];
        int length = Encoding.UTF8.GetChars(utf8Name, name);
        return _lookup.TryGetValue(name[..length], out int ordinal) ? ordinal : -1;
    }
}
