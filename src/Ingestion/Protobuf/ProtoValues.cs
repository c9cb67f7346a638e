using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Ingestion.Protobuf;

/// <summary>Reads values as .NET objects, with the values that Pinot's extractor gives them.</summary>
/// <remarks>
/// Inside messages only what was written is there, and a zero where it cannot be told from nothing is not; messages without a field are null, and lists
/// leave them out. Unsigned numbers keep their value, where Pinot's Java wraps them into negative ones.
/// </remarks>
internal static class ProtoValues
{
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>Reads one occurrence of a field, whose frame fits it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="wire">The frame.</param>
    /// <param name="value">What is known of the field so far, null if nothing; then all that is.</param>
    /// <param name="cursor">Stands behind the tag.</param>
    /// <returns>False if what was written is no value of the field.</returns>
    public static bool Read(ProtoField field, WireType wire, ref object? value, ref ProtoCursor cursor)
    {
        if (field.IsMap)
        {
            Dictionary<string, object?> map = value as Dictionary<string, object?> ?? new(StringComparer.Ordinal);
            value = map;
            ReadEntry(field, wire, map, ref cursor);
            return true;
        }

        if (field.IsRepeated)
        {
            List<object?> list = value as List<object?> ?? [];
            ReadItems(field, wire, list, ref cursor);
            value = list.Count > 0 ? list : null;
            return list.Count > 0;
        }

        if (field.Kind == ProtoKind.Message)
        {
            Dictionary<string, object?> fields = value as Dictionary<string, object?> ?? new(StringComparer.Ordinal);
            value = fields;
            ReadMessage(field, wire, fields, ref cursor);
            return true;
        }

        object? single = Scalar(field, ref cursor);
        value = single ?? value;
        return single is not null;
    }

    private static void ReadItems(ProtoField field, WireType wire, List<object?> list, ref ProtoCursor cursor)
    {
        if (field.Kind == ProtoKind.Message)
        {
            Dictionary<string, object?> item = new(StringComparer.Ordinal);
            ReadMessage(field, wire, item, ref cursor);
            if (item.Count > 0)
            {
                list.Add(item);
            }
        }
        else if (wire == field.Wire)
        {
            Add(list, Scalar(field, ref cursor));
        }
        else if (cursor.Enter(out int outer))
        {
            // Packed: the values of many occurrences in one block.
            while (!cursor.IsAtEnd)
            {
                Add(list, Scalar(field, ref cursor));
            }

            cursor.Leave(outer);
        }
    }

    private static void Add(List<object?> list, object? item)
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }

    private static void ReadEntry(ProtoField field, WireType wire, Dictionary<string, object?> map, ref ProtoCursor cursor)
    {
        ProtoField? keyField = field.Message!.Find(1);
        ProtoField? valueField = field.Message.Find(2);
        Dictionary<string, object?> entry = new(2, StringComparer.Ordinal);
        ReadMessage(field, wire, entry, ref cursor);
        if (cursor.IsBroken || keyField is null || valueField is null)
        {
            return;
        }

        string key = KeyText(entry.GetValueOrDefault(keyField.Name) ?? keyField.Zero);
        object? value = entry.GetValueOrDefault(valueField.Name) ?? valueField.Zero;
        if (value is null)
        {
            map.Remove(key);
        }
        else
        {
            map[key] = value;
        }
    }

    private static string KeyText(object? key) => key switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "",
    };

    private static void ReadMessage(ProtoField field, WireType wire, Dictionary<string, object?> target, ref ProtoCursor cursor)
    {
        if (wire == WireType.GroupStart)
        {
            if (cursor.EnterGroup())
            {
                ReadFields(field.Message!, field.Number, target, ref cursor);
                cursor.LeaveGroup();
            }
        }
        else if (cursor.Enter(out int outer))
        {
            ReadFields(field.Message!, 0, target, ref cursor);
            cursor.Leave(outer);
        }
    }

    private static void ReadFields(ProtoMessage type, int group, Dictionary<string, object?> target, ref ProtoCursor cursor)
    {
        bool isOpen = group != 0;
        while (!cursor.IsAtEnd)
        {
            (int number, WireType wire) = cursor.Tag();
            if (wire == WireType.GroupEnd && number == group && !cursor.IsBroken)
            {
                isOpen = false;
                break;
            }

            if (type.Find(number) is { } field && field.Takes(wire))
            {
                ReadField(field, wire, target, ref cursor);
            }
            else if (!cursor.IsBroken)
            {
                cursor.Skip(number, wire);
            }
        }

        if (isOpen)
        {
            cursor.Fail("a group has no end");
        }

        Finish(type, target, ref cursor);
    }

    private static void ReadField(ProtoField field, WireType wire, Dictionary<string, object?> target, ref ProtoCursor cursor)
    {
        object? value = target.GetValueOrDefault(field.Name);
        bool isSet = Read(field, wire, ref value, ref cursor);
        if (cursor.IsBroken)
        {
            cursor.FailedIn(field.Name);
        }
        else if (isSet)
        {
            foreach (ProtoField rival in field.Rivals)
            {
                target.Remove(rival.Name);
            }

            if (!field.HasPresence && !field.IsRepeated && field.IsZero(value))
            {
                target.Remove(field.Name);
            }
            else
            {
                target[field.Name] = value;
            }
        }
    }

    private static void Finish(ProtoMessage type, Dictionary<string, object?> target, ref ProtoCursor cursor)
    {
        foreach (ProtoField required in type.Required)
        {
            if (!cursor.IsBroken && !target.ContainsKey(required.Name))
            {
                cursor.Fail($"the required field '{required.Name}' is missing");
            }
        }

        foreach (ProtoField single in type.Singles)
        {
            if (target.GetValueOrDefault(single.Name) is Dictionary<string, object?> { Count: 0 })
            {
                target[single.Name] = null;
            }
        }
    }

    private static object? Scalar(ProtoField field, ref ProtoCursor cursor) => field.Kind switch
    {
        ProtoKind.Double => BitConverter.UInt64BitsToDouble(cursor.Eight()),
        ProtoKind.Float => BitConverter.UInt32BitsToSingle(cursor.Four()),
        ProtoKind.Int32 => (int)cursor.Varint(),
        ProtoKind.Int64 => (long)cursor.Varint(),
        ProtoKind.UInt32 => Unsigned(field, (uint)cursor.Varint()),
        ProtoKind.UInt64 => Unsigned(field, cursor.Varint()),
        ProtoKind.SInt32 => (uint)cursor.Varint() is var bits ? (int)(bits >> 1) ^ -(int)(bits & 1) : 0,
        ProtoKind.SInt64 => cursor.SignedVarint(),
        ProtoKind.Fixed32 => Unsigned(field, cursor.Four()),
        ProtoKind.Fixed64 => Unsigned(field, cursor.Eight()),
        ProtoKind.SFixed32 => (int)cursor.Four(),
        ProtoKind.SFixed64 => (long)cursor.Eight(),
        ProtoKind.Bool => cursor.Varint() != 0 ? True : False,
        ProtoKind.Enum => field.Enum!.NameOf((int)cursor.Varint()),
        ProtoKind.Text => Text(field, ref cursor),
        _ => cursor.Block().ToArray(),
    };

    private static object Unsigned(ProtoField field, ulong value) =>
        value > long.MaxValue ? new BigInteger(value)
        : value > int.MaxValue || field.Kind is ProtoKind.UInt64 or ProtoKind.Fixed64 ? (object)(long)value
        : (int)value;

    private static string Text(ProtoField field, ref ProtoCursor cursor)
    {
        ReadOnlySpan<byte> text = cursor.Block();
        if (field.ChecksUtf8 && !Utf8.IsValid(text))
        {
            cursor.Fail("a text is not valid UTF-8");
        }

        return Encoding.UTF8.GetString(text);
    }
}
