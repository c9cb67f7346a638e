namespace Ingestion.Protobuf;

/// <summary>A message type, made for reading. It may contain itself.</summary>
/// <param name="name">Its full name: package, outer messages and its own name, with dots.</param>
/// <param name="isMapEntry">True if it was made up for the entries of a map.</param>
internal sealed class ProtoMessage(string name, bool isMapEntry)
{
    private const int MaxDirect = 256;

    private readonly Dictionary<int, ProtoField> _far = [];
    private ProtoField?[] _near = [];

    public string Name { get; } = name;

    public bool IsMapEntry { get; } = isMapEntry;

    /// <summary>Messages declared inside, in order, without those of map entries.</summary>
    public List<ProtoMessage> Nested { get; } = [];

    /// <summary>Its fields in the order of their declaration.</summary>
    public ProtoField[] Fields { get; private set; } = [];

    /// <summary>Fields that a message must have.</summary>
    public ProtoField[] Required { get; private set; } = [];

    /// <summary>Fields that hold one message each.</summary>
    public ProtoField[] Singles { get; private set; } = [];

    /// <summary>Completes the type; of several fields with one number the last counts.</summary>
    public void Set(IEnumerable<ProtoField> fields)
    {
        Fields = [.. fields];
        Required = [.. Fields.Where(field => field.IsRequired)];
        Singles = [.. Fields.Where(field => field is { Kind: ProtoKind.Message, IsRepeated: false })];
        _near = new ProtoField?[Fields.Where(field => field.Number < MaxDirect).Select(field => field.Number + 1).DefaultIfEmpty(0).Max()];
        foreach (ProtoField field in Fields)
        {
            if (field.Number < MaxDirect)
            {
                _near[field.Number] = field;
            }
            else
            {
                _far[field.Number] = field;
            }

            field.Rivals = field.Oneof < 0 ? [] : [.. Fields.Where(other => other.Oneof == field.Oneof && other != field)];
        }
    }

    /// <summary>The field of a number; null if there is none.</summary>
    public ProtoField? Find(int number) => (uint)number < (uint)_near.Length ? _near[number] : _far.GetValueOrDefault(number);
}
