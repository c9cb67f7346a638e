using System.Globalization;
using System.Text;
using Ingestion.Records;
using Ingestion.Sources;

namespace Ingestion.Transforms;

/// <summary>Fields that hold what a Kafka record carries besides its value: <c>__key</c>, <c>__header$…</c>, <c>__metadata$…</c>.</summary>
internal sealed class RecordAttributes
{
    /// <summary>Begins the names of fields that hold a header.</summary>
    public const string HeaderPrefix = "__header$";

    private const string KeyField = "__key";
    private const string MetadataPrefix = "__metadata$";

    // Ordinals of fields; negative for those that nobody wants.
    private readonly int _key;
    private readonly int _size;
    private readonly int _offset;
    private readonly int _partition;
    private readonly int _timestamp;
    private readonly Dictionary<string, int> _headers;

    private RecordAttributes(RecordFields fields, bool isPopulated)
    {
        _key = fields.IndexOf(KeyField);
        _size = fields.IndexOf(MetadataPrefix + "recordSerializedValueSize");
        _offset = Populated("offset");
        _partition = Populated("partition");
        _timestamp = Populated("recordTimestamp");
        _headers = fields.Names
            .Where(name => isPopulated && name.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[HeaderPrefix.Length..], fields.IndexOf, StringComparer.Ordinal);

        int Populated(string name) => isPopulated ? fields.IndexOf(MetadataPrefix + name) : -1;
    }

    /// <summary>True for names that this class may fill.</summary>
    public static bool IsAttribute(string name) =>
        name == KeyField || name.StartsWith(HeaderPrefix, StringComparison.Ordinal) || name.StartsWith(MetadataPrefix, StringComparison.Ordinal);

    /// <summary>Null if no field is one of these.</summary>
    /// <param name="fields">The fields of the records.</param>
    /// <param name="isPopulated">The stream's switch for headers and metadata; key and size come without it.</param>
    public static RecordAttributes? Of(RecordFields fields, bool isPopulated) => fields.Names.Any(IsAttribute) ? new(fields, isPopulated) : null;

    /// <summary>Sets the fields; what the message's own fields of these names held stays where the record has nothing for them.</summary>
    public void Fill(in Message message, IMessageSource source, Record record)
    {
        Set(record, _size, message.Payload.Length);
        Set(record, _offset, message.Offset);
        Set(record, _partition, source.Partition);
        if (_key < 0 && _timestamp < 0 && _headers.Count == 0)
        {
            return;
        }

        MessageAttributes attributes = source.Attributes(message);
        Set(record, _timestamp, attributes.Timestamp);
        if (_key >= 0 && attributes.Key is { } key)
        {
            record.Values[_key] = Encoding.UTF8.GetString(key);
        }

        foreach ((string name, byte[]? value) in attributes.Headers)
        {
            if (_headers.TryGetValue(name, out int field))
            {
                record.Values[field] = value;
            }
        }
    }

    // Texts, because that is what transforms get to see.
    private static void Set(Record record, int field, long value)
    {
        if (field >= 0)
        {
            record.Values[field] = value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
