using Ingestion.Sources;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Decodes JSON messages into rows: fast where a message looks like one before it, strictly otherwise, with equal results.</summary>
/// <remarks>One thread at a time: it learns the layouts of its producers and reuses its buffers.</remarks>
public sealed unsafe class JsonRowDecoder : IRowDecoder
{
    private readonly StrictJsonDecoder _strict;
    private readonly ColumnConverter _converter = new();
    private readonly ColumnPlan[] _columns;
    private readonly MessageLayouts _layouts = new();
    private readonly TimestampCache _timestamps = new();

    /// <param name="schema">Decides which fields are read, and into what.</param>
    public JsonRowDecoder(TableSchema schema)
    {
        _strict = new StrictJsonDecoder(schema, _converter);
        _columns = [.. schema.Columns.Select(ColumnPlan.Of)];
    }

    /// <summary>Texts cut to their column's length so far.</summary>
    public long Trimmed => _converter.Trimmed;

    /// <summary>Fills the row from one message.</summary>
    /// <param name="payload">The message's bytes, in place.</param>
    /// <param name="row">Its old values are gone.</param>
    /// <param name="fault">What is wrong with the message, for people; null if it is a row.</param>
    public bool TryDecode(ReadOnlySpan<byte> payload, RowBuffer row, out string? fault)
    {
        fixed (byte* start = payload)
        {
            ReadOnlySpan<MessageLayout> layouts = _layouts.Known;
            for (int i = 0; i < layouts.Length; i++)
            {
                row.Clear();
                if (TryFast(start, start + payload.Length, layouts[i], row))
                {
                    _layouts.Hit(i);
                    fault = null;
                    return true;
                }
            }
        }

        return DecodeStrictly(payload, row, out fault);
    }

    string? IRowDecoder.Decode(in Message message, IMessageSource source, RowBatch rows)
    {
        int before = rows.Count;
        if (!TryDecode(message.Payload, rows.Add(), out string? fault))
        {
            rows.Truncate(before);
        }

        return fault;
    }

    private bool DecodeStrictly(ReadOnlySpan<byte> payload, RowBuffer row, out string? fault)
    {
        row.Clear();
        if (!_layouts.Miss())
        {
            fault = _strict.Decode(payload, row);
            return fault is null;
        }

        fault = _strict.Decode(payload, row, _layouts.Learning);
        if (fault is null)
        {
            _layouts.Learn();
        }

        return fault is null;
    }

    private bool TryFast(byte* at, byte* end, MessageLayout layout, RowBuffer row)
    {
        byte[][] glue = layout.Glue;
        int[] columns = layout.Columns;
        for (int i = 0; i < columns.Length; i++)
        {
            if (!FastJson.Take(ref at, end, glue[i]) || !TryValue(ref at, end, columns[i], row))
            {
                return false;
            }
        }

        return FastJson.Take(ref at, end, glue[^1]);
    }

    private bool TryValue(ref byte* at, byte* end, int column, RowBuffer row)
    {
        if (column >= 0 && TryPlain(ref at, end, column, row))
        {
            return true;
        }

        if (column >= 0)
        {
            row.SetNull(column);
        }

        int bytes = _strict.DecodeValue(new ReadOnlySpan<byte>(at, (int)(end - at)), row, column);
        at += Math.Max(bytes, 0);
        return bytes >= 0;
    }

    /// <summary>Values in the form that nearly all messages use; leaves <paramref name="at"/> alone if this is not one.</summary>
    private bool TryPlain(ref byte* at, byte* end, int column, RowBuffer row)
    {
        byte* from = at;
        bool isSet = _columns[column].Kind switch
        {
            PlainKind.Int => TryLong(ref from, end, out long value) && SetLong(row, column, (int)value),
            PlainKind.Long => TryLong(ref from, end, out long value) && SetLong(row, column, value),
            PlainKind.Double => FastJson.TryDouble(ref from, end, out double value) && SetDouble(row, column, value),
            PlainKind.Float => FastJson.TryDouble(ref from, end, out double value) && SetDouble(row, column, (float)value),
            PlainKind.Timestamp => TryTimestamp(ref from, end, column, row),
            PlainKind.Boolean => FastJson.TryBoolean(ref from, end, out bool value) && SetLong(row, column, value ? 1 : 0),
            PlainKind.Text => TryText(ref from, end, column, row),
            PlainKind.TextList => TryTextList(ref from, end, column, row),
            _ => false,
        };
        if (isSet)
        {
            at = from;
            return true;
        }

        return FastJson.TakeNull(ref at, end);
    }

    private bool TryText(ref byte* at, byte* end, int column, RowBuffer row)
    {
        byte* from = at + 1;
        if (at >= end || *at != '"' || !FastJson.TryTextEnd(from, end, out byte* quote) || quote - from > _columns[column].MaxLength)
        {
            return false;
        }

        row.SetBytes(column, new ReadOnlySpan<byte>(from, (int)(quote - from)));
        at = quote + 1;
        return true;
    }

    private bool TryTextList(ref byte* at, byte* end, int column, RowBuffer row)
    {
        if (at >= end || *at != '[')
        {
            return false;
        }

        byte* from = at + 1;
        row.BeginArray(column);
        bool isSound = TryText(ref from, end, column, row);
        while (isSound && from < end && *from == ',')
        {
            from++;
            FastJson.SkipBlanks(ref from, end);
            isSound = TryText(ref from, end, column, row);
        }

        row.EndArray();
        if (!isSound || from >= end || *from != ']')
        {
            return false;
        }

        at = from + 1;
        return true;
    }

    private bool TryTimestamp(ref byte* at, byte* end, int column, RowBuffer row)
    {
        if (at < end && *at == '"')
        {
            return FastJson.TryTextEnd(at + 1, end, out byte* quote)
                && _timestamps.TryParse(new ReadOnlySpan<byte>(at + 1, (int)(quote - at - 1)), out long millis)
                && SetLong(row, column, millis)
                && MoveTo(ref at, quote + 1);
        }

        // Numbers of 32 bits are refused, with a reason.
        return TryLong(ref at, end, out long value) && value != (int)value && SetLong(row, column, value);
    }

    private static bool TryLong(ref byte* at, byte* end, out long value) => FastJson.TryLong(ref at, end, out value);

    private static bool MoveTo(ref byte* at, byte* to)
    {
        at = to;
        return true;
    }

    private static bool SetLong(RowBuffer row, int column, long value)
    {
        row.SetLong(column, value);
        return true;
    }

    private static bool SetDouble(RowBuffer row, int column, double value)
    {
        row.SetDouble(column, value);
        return true;
    }
}
