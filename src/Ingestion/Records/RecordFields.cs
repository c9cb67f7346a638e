using System.Text;

namespace Ingestion.Records;

/// <summary>The fields that are read of a message, by ordinal: the columns of the schema in their order, then the inputs of everything configured in between.</summary>
internal sealed class RecordFields
{
    private const int MaxStackName = 256;

    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _names;
    private readonly int _room;

    /// <param name="names">Exact names; repeated ones count once.</param>
    public RecordFields(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            _ordinals.TryAdd(name, _ordinals.Count);
        }

        _names = [.. _ordinals.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        _lookup = _ordinals.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private RecordFields(int room)
        : this([]) => _room = room;

    /// <summary>Whatever fields readers ask for, to find out which there are. For one thread.</summary>
    /// <param name="room">How many at most; further ones are not read.</param>
    public static RecordFields Any(int room) => new(room);

    /// <summary>Names by ordinal.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of fields, or the room for them.</summary>
    public int Count => Math.Max(_names.Count, _room);

    /// <summary>Ordinal of a field, or -1.</summary>
    public int IndexOf(string name)
    {
        int ordinal = _ordinals.GetValueOrDefault(name, -1);
        if (ordinal < 0 && _names.Count < _room)
        {
            _ordinals.Add(name, ordinal = _names.Count);
            _names.Add(name);
        }

        return ordinal;
    }

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
