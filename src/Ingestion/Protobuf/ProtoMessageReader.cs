namespace Ingestion.Protobuf;

/// <summary>Reads messages of one type into values by ordinal. One thread at a time.</summary>
/// <remarks>Fields that nobody wants are stepped over without a look inside.</remarks>
internal sealed class ProtoMessageReader
{
    private readonly ProtoMessage _type;
    private readonly Dictionary<ProtoField, int> _ordinals = new(ReferenceEqualityComparer.Instance);
    private readonly List<(int Ordinal, object? Zero)> _zeros = [];
    private readonly List<int> _singles = [];
    private readonly HashSet<ProtoField> _missing = new(ReferenceEqualityComparer.Instance);

    /// <param name="type">The messages' type.</param>
    /// <param name="indexOf">The ordinal of a field's value; negative for fields that nobody wants.</param>
    public ProtoMessageReader(ProtoMessage type, Func<string, int> indexOf)
    {
        _type = type;
        foreach (ProtoField field in type.Fields)
        {
            int ordinal = indexOf(field.Name);
            if (ordinal < 0)
            {
                continue;
            }

            _ordinals[field] = ordinal;
            if (field.Kind == ProtoKind.Message && !field.IsRepeated)
            {
                _singles.Add(ordinal);
            }
            else if (!field.HasPresence && !field.IsRepeated)
            {
                _zeros.Add((ordinal, field.Zero));
            }
        }
    }

    /// <summary>Reads one message.</summary>
    /// <param name="body">Its bytes, without any frame.</param>
    /// <param name="values">Values of fields the message has, or whose absence is their zero; others are left alone.</param>
    /// <returns>What is wrong with the message, or null.</returns>
    public string? Read(ReadOnlySpan<byte> body, Span<object?> values)
    {
        foreach ((int ordinal, object? zero) in _zeros)
        {
            values[ordinal] = zero;
        }

        _missing.Clear();
        _missing.UnionWith(_type.Required);
        ProtoCursor cursor = new(body);
        while (!cursor.IsAtEnd)
        {
            (int number, WireType wire) = cursor.Tag();
            if (_type.Find(number) is { } field && field.Takes(wire))
            {
                ReadField(field, wire, values, ref cursor);
            }
            else if (!cursor.IsBroken)
            {
                cursor.Skip(number, wire);
            }
        }

        if (!cursor.IsBroken && _missing.Count > 0)
        {
            cursor.Fail($"the required field '{_missing.First().Name}' is missing");
        }

        foreach (int single in _singles)
        {
            values[single] = values[single] is Dictionary<string, object?> { Count: 0 } ? null : values[single];
        }

        return cursor.IsBroken ? $"the message is no Protobuf message '{_type.Name}': {cursor.Fault}" : null;
    }

    private void ReadField(ProtoField field, WireType wire, Span<object?> values, ref ProtoCursor cursor)
    {
        bool isSet = true;
        if (_ordinals.TryGetValue(field, out int ordinal))
        {
            isSet = ProtoValues.Read(field, wire, ref values[ordinal], ref cursor);
        }
        else
        {
            cursor.Skip(field.Number, wire);
        }

        if (cursor.IsBroken)
        {
            cursor.FailedIn(field.Name);
        }
        else if (isSet)
        {
            _missing.Remove(field);
            foreach (ProtoField rival in field.Rivals)
            {
                if (_ordinals.TryGetValue(rival, out int other))
                {
                    values[other] = null;
                }
            }
        }
    }
}
