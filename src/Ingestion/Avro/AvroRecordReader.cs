namespace Ingestion.Avro;

/// <summary>Reads messages of one writer's schema into values by ordinal. Any number of threads.</summary>
internal sealed class AvroRecordReader
{
    private readonly string _name;
    private readonly AvroField[] _fields;
    private readonly int[] _ordinals;

    /// <param name="name">The record's name, for faults.</param>
    /// <param name="record">Its type.</param>
    /// <param name="indexOf">The ordinal of a field's value; negative for fields that nobody wants.</param>
    public AvroRecordReader(string name, AvroType record, Func<string, int> indexOf)
    {
        _name = name;
        _fields = record.Fields;
        _ordinals = [.. _fields.Select(field => indexOf(field.Name))];
    }

    /// <summary>Reads one message. Bytes behind its record are ignored, as Pinot does.</summary>
    /// <param name="body">Avro's binary encoding, without any frame.</param>
    /// <param name="values">Values of fields the message has; others are left alone.</param>
    /// <returns>What is wrong with the message, or null.</returns>
    public string? Read(ReadOnlySpan<byte> body, Span<object?> values)
    {
        AvroCursor cursor = new(body);
        cursor.Enter();
        for (int i = 0; i < _fields.Length; i++)
        {
            AvroField field = _fields[i];
            if (_ordinals[i] < 0)
            {
                AvroValues.Skip(field.Type, ref cursor);
            }
            else
            {
                values[_ordinals[i]] = AvroValues.Read(field.Type, ref cursor);
            }

            if (cursor.IsBroken)
            {
                cursor.FailedIn(field.Name);
                return $"the message is no Avro record '{_name}': {cursor.Fault}";
            }
        }

        return null;
    }
}
