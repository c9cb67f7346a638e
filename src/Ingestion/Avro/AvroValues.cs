using System.Text;

namespace Ingestion.Avro;

/// <summary>Reads values as .NET objects, or steps over them. Both find the same faults.</summary>
internal static class AvroValues
{
    /// <returns>Null, a scalar, <c>List&lt;object?&gt;</c>, or <c>Dictionary&lt;string, object?&gt;</c>; meaningless once the cursor is broken.</returns>
    public static object? Read(AvroType type, ref AvroCursor cursor) => type.Kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => cursor.Boolean(),
        AvroKind.Int => type.Logical == AvroLogical.None ? cursor.Int() : AvroLogicalValues.OfInteger(type, cursor.Int(), ref cursor),
        AvroKind.Long => type.Logical == AvroLogical.None ? cursor.Long() : AvroLogicalValues.OfInteger(type, cursor.Long(), ref cursor),
        AvroKind.Float => cursor.Float(),
        AvroKind.Double => cursor.Double(),
        AvroKind.Text => Encoding.UTF8.GetString(cursor.Block()),
        AvroKind.Bytes => OfBytes(type, cursor.Block(), ref cursor),
        AvroKind.Fixed => OfBytes(type, cursor.Take(type.Size), ref cursor),
        AvroKind.Enum => Symbol(type, ref cursor),
        AvroKind.Array => ReadArray(type, ref cursor),
        AvroKind.Map => ReadMap(type, ref cursor),
        AvroKind.Union => Read(type.Parts[cursor.Choice(type.Parts.Length, "branch")], ref cursor),
        _ => ReadRecord(type, ref cursor),
    };

    /// <summary>Steps over a value.</summary>
    public static void Skip(AvroType type, ref AvroCursor cursor)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Int or AvroKind.Long:
                SkipInteger(type, ref cursor);
                break;
            case AvroKind.Text:
                cursor.Block();
                break;
            case AvroKind.Boolean or AvroKind.Float or AvroKind.Double:
                cursor.Take(type.MinimumBytes);
                break;
            case AvroKind.Bytes or AvroKind.Fixed:
                SkipBytes(type, ref cursor);
                break;
            case AvroKind.Enum:
                cursor.Choice(type.Symbols.Length, "symbol");
                break;
            case AvroKind.Union:
                Skip(type.Parts[cursor.Choice(type.Parts.Length, "branch")], ref cursor);
                break;
            default:
                SkipParts(type, ref cursor);
                break;
        }
    }

    private static object? OfBytes(AvroType type, ReadOnlySpan<byte> bytes, ref AvroCursor cursor) =>
        cursor.IsBroken ? null : type.Logical == AvroLogical.None ? bytes.ToArray() : AvroLogicalValues.OfBytes(type, bytes, ref cursor);

    private static string? Symbol(AvroType type, ref AvroCursor cursor)
    {
        int symbol = cursor.Choice(type.Symbols.Length, "symbol");
        return cursor.IsBroken ? null : type.Symbols[symbol];
    }

    private static List<object?> ReadArray(AvroType type, ref AvroCursor cursor)
    {
        List<object?> items = [];
        if (!cursor.Enter())
        {
            return items;
        }

        while (cursor.BlockCount(type.Parts[0].MinimumBytes) is var count and > 0)
        {
            for (; count > 0 && !cursor.IsBroken; count--)
            {
                items.Add(Read(type.Parts[0], ref cursor));
            }
        }

        cursor.Leave();
        return items;
    }

    private static Dictionary<string, object?> ReadMap(AvroType type, ref AvroCursor cursor)
    {
        Dictionary<string, object?> entries = new(StringComparer.Ordinal);
        if (!cursor.Enter())
        {
            return entries;
        }

        while (cursor.BlockCount(type.Parts[0].MinimumBytes + 1) is var count and > 0)
        {
            for (; count > 0 && !cursor.IsBroken; count--)
            {
                string key = Encoding.UTF8.GetString(cursor.Block());
                entries[key] = Read(type.Parts[0], ref cursor);
            }
        }

        cursor.Leave();
        return entries;
    }

    private static Dictionary<string, object?> ReadRecord(AvroType type, ref AvroCursor cursor)
    {
        Dictionary<string, object?> values = new(type.Fields.Length, StringComparer.Ordinal);
        if (!cursor.Enter())
        {
            return values;
        }

        foreach (AvroField field in type.Fields)
        {
            values[field.Name] = Read(field.Type, ref cursor);
            if (cursor.IsBroken)
            {
                cursor.FailedIn(field.Name);
                break;
            }
        }

        cursor.Leave();
        return values;
    }

    private static void SkipInteger(AvroType type, ref AvroCursor cursor)
    {
        long value = type.Kind == AvroKind.Int ? cursor.Int() : cursor.Long();
        if (type.Logical is AvroLogical.TimeMillis or AvroLogical.TimeMicros)
        {
            AvroLogicalValues.OfInteger(type, value, ref cursor);
        }
    }

    private static void SkipBytes(AvroType type, ref AvroCursor cursor)
    {
        ReadOnlySpan<byte> bytes = type.Kind == AvroKind.Bytes ? cursor.Block() : cursor.Take(type.Size);
        if (type.Logical != AvroLogical.None && !cursor.IsBroken)
        {
            AvroLogicalValues.OfBytes(type, bytes, ref cursor);
        }
    }

    private static void SkipParts(AvroType type, ref AvroCursor cursor)
    {
        if (!cursor.Enter())
        {
            return;
        }

        bool isMap = type.Kind == AvroKind.Map;
        if (type.Kind == AvroKind.Record)
        {
            SkipFields(type, ref cursor);
        }
        else
        {
            while (cursor.BlockCount(type.Parts[0].MinimumBytes + (isMap ? 1 : 0)) is var count and > 0)
            {
                for (; count > 0 && !cursor.IsBroken; count--)
                {
                    if (isMap)
                    {
                        cursor.Block();
                    }

                    Skip(type.Parts[0], ref cursor);
                }
            }
        }

        cursor.Leave();
    }

    private static void SkipFields(AvroType type, ref AvroCursor cursor)
    {
        foreach (AvroField field in type.Fields)
        {
            Skip(field.Type, ref cursor);
            if (cursor.IsBroken)
            {
                cursor.FailedIn(field.Name);
                break;
            }
        }
    }
}
