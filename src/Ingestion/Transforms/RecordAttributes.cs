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

    private readonly RecordFields _fields;
    private readonly bool _isPopulated;
    private readonly bool _isKeyed;

    private RecordAttributes(RecordFields fields, bool isPopulated)
    {
        (_fields, _isPopulated) = (fields, isPopulated);
        _isKeyed = fields.IndexOf(KeyField) >= 0;
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
        Set(record, "recordSerializedValueSize", message.Payload.Length);
        if (!_isPopulated && !_isKeyed)
        {
            return;
        }

        MessageAttributes attributes = source.Attributes(message);
        if (_isKeyed && attributes.Key is { } key)
        {
            record.Values[_fields.IndexOf(KeyField)] = Encoding.UTF8.GetString(key);
        }

        if (!_isPopulated)
        {
            return;
        }

        Set(record, "offset", message.Offset);
        Set(record, "partition", source.Partition);
        Set(record, "recordTimestamp", attributes.Timestamp);
        foreach ((string name, byte[]? value) in attributes.Headers)
        {
            if (_fields.IndexOf(HeaderPrefix + name) is var field and >= 0)
            {
                record.Values[field] = value;
            }
        }
    }

    // Texts, because that is what transforms get to see.
    private void Set(Record record, string name, long value)
    {
        if (_fields.IndexOf(MetadataPrefix + name) is var field and >= 0)
        {
            record.Values[field] = value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
