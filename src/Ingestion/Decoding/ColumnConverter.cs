using System.Diagnostics;
using System.Globalization;
using System.Text;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Brings scalars into the type of their column and into a row, as Pinot converts them.</summary>
internal sealed class ColumnConverter
{
    private readonly byte[] _scratch = new byte[64];
    private readonly Utf8Buffer _text = new();

    /// <summary>True if the last fault was about the length of a value or a NUL character: such rows go even where faults of values may pass.</summary>
    public bool FailedByLength { get; private set; }

    /// <summary>Texts cut to their column's length so far.</summary>
    public long Trimmed { get; private set; }

    /// <summary>Sets the slot, or adds an entry to it if its list is open.</summary>
    /// <returns>What is wrong with the value, or null if it is set. Null values leave the slot as it is.</returns>
    public string? Set(RowBuffer row, int ordinal, in JsonScalar value)
    {
        FailedByLength = false;
        ColumnSchema column = row.Schema.Columns[ordinal];
        if (value.Kind == ScalarKind.Null)
        {
            return null;
        }

        return column.Type switch
        {
            DataType.Int or DataType.Long => SetInteger(row, ordinal, column, value),
            DataType.Float or DataType.Double => SetNumber(row, ordinal, column, value),
            DataType.Boolean => SetBoolean(row, ordinal, value),
            DataType.Timestamp => SetTimestamp(row, ordinal, column, value),
            DataType.BigDecimal => SetDecimal(row, ordinal, column, value),
            DataType.Bytes => SetBytes(row, ordinal, column, value),
            DataType.String => SetText(row, ordinal, column, value),
            DataType.Json => SetJson(row, ordinal, column, value),
            _ => throw new UnreachableException($"no conversion to {column.Type}"),
        };
    }

    /// <summary>Sets text that is in its final form but for NUL characters and length.</summary>
    public string? SetLimited(RowBuffer row, int ordinal, ColumnSchema column, ReadOnlySpan<byte> text)
    {
        FailedByLength = false;
        int nul = column.Type == DataType.String ? text.IndexOf((byte)0) : -1;
        int limit = text.Length <= column.MaxLength ? -1 : TextLength.CutAt(text, column.MaxLength, column.Type);
        if (nul < 0 && limit < 0)
        {
            row.SetBytes(ordinal, text);
            return null;
        }

        switch (column.LongText)
        {
            case LengthStrategy.Error:
                FailedByLength = true;
                return nul >= 0
                    ? $"column '{column.Name}': the text contains a NUL character, and its maxLengthExceedStrategy is ERROR"
                    : $"column '{column.Name}': the value is longer than its maxLength {column.MaxLength}, and its maxLengthExceedStrategy is ERROR";
            case LengthStrategy.SubstituteDefault:
                row.SetBytes(ordinal, column.Default.Bytes.Span);
                return null;
            default:
                SetCut(row, ordinal, column, nul < 0 ? text : text[..nul]);
                return null;
        }
    }

    private void SetCut(RowBuffer row, int ordinal, ColumnSchema column, ReadOnlySpan<byte> text)
    {
        int limit = column.LongText == LengthStrategy.Keep || text.Length <= column.MaxLength ? -1 : TextLength.CutAt(text, column.MaxLength, column.Type);
        if (limit < 0)
        {
            row.SetBytes(ordinal, text);
            return;
        }

        Trimmed++;
        if (column.Type == DataType.Bytes || !TextLength.SplitsPair(text, limit, column.MaxLength))
        {
            row.SetBytes(ordinal, text[..limit]);
            return;
        }

        // Half of a surrogate pair is left, which reads back as a question mark.
        Span<byte> room = row.ReserveBytes(ordinal, limit + 1);
        text[..limit].CopyTo(room);
        room[^1] = (byte)'?';
    }

    private static string? SetInteger(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        bool isInt = column.Type == DataType.Int;
        switch (value.Kind)
        {
            case ScalarKind.Text:
                ReadOnlySpan<byte> text = Trim(value.Text);
                if (!NumberText.TryParseLong(text, out long parsed) || (isInt && parsed != (int)parsed))
                {
                    return $"column '{column.Name}': the text '{Show(value.Text)}' is no {column.Type.PinotName()}";
                }

                row.SetLong(ordinal, parsed);
                return null;
            case ScalarKind.Double:
                row.SetLong(ordinal, isInt ? Saturate(value.Double) : SaturateLong(value.Double));
                return null;
            default:
                row.SetLong(ordinal, isInt ? unchecked((int)value.Long) : value.Long);
                return null;
        }
    }

    private static string? SetNumber(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        double number = value.Double;
        if (value.Kind == ScalarKind.Text && !NumberText.TryParseJavaDouble(Trim(value.Text), out number))
        {
            return $"column '{column.Name}': the text '{Show(value.Text)}' is no {column.Type.PinotName()}";
        }

        if (!double.IsNaN(number))
        {
            row.SetDouble(ordinal, (column.Type == DataType.Float ? (float)number : number) + 0.0); // the sum turns -0.0 into 0.0
        }

        return null;
    }

    private static string? SetBoolean(RowBuffer row, int ordinal, in JsonScalar value)
    {
        bool isTrue = value.Kind == ScalarKind.Text
            ? Trim(value.Text) is var text && (text.SequenceEqual("1"u8) || Ascii.EqualsIgnoreCase(text, "true"u8))
            : value.Double != 0;
        row.SetLong(ordinal, isTrue ? 1 : 0);
        return null;
    }

    private static string? SetTimestamp(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        switch (value.Kind)
        {
            case ScalarKind.Int:
                return $"column '{column.Name}': the number {value.Long} is too small for a TIMESTAMP in epoch milliseconds; are these seconds?";
            case ScalarKind.Boolean:
                return $"column '{column.Name}': a boolean is no TIMESTAMP";
            case ScalarKind.Text when TimestampReader.TryParse(Trim(value.Text), out long millis):
                row.SetLong(ordinal, millis);
                return null;
            case ScalarKind.Text:
                return $"column '{column.Name}': the text '{Show(value.Text)}' is no TIMESTAMP; write epoch milliseconds or 2024-02-11T13:34:45.123Z";
            case ScalarKind.Double:
                row.SetLong(ordinal, SaturateLong(value.Double));
                return null;
            default:
                row.SetLong(ordinal, value.Long);
                return null;
        }
    }

    private static string? SetDecimal(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        string? plain = value.Kind switch
        {
            ScalarKind.Boolean => value.Long.ToString(CultureInfo.InvariantCulture),
            ScalarKind.Double => NumberText.PlainDecimal(Encoding.ASCII.GetBytes(NumberText.JavaText(value.Double))),
            _ => NumberText.PlainDecimal(Trim(value.Text)),
        };
        if (plain is null)
        {
            return $"column '{column.Name}': '{Show(value.Text)}' is no BIG_DECIMAL";
        }

        row.SetBytes(ordinal, Encoding.ASCII.GetBytes(plain));
        return null;
    }

    private string? SetBytes(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        ReadOnlySpan<byte> hex = Trim(value.Text);
        if (value.Kind != ScalarKind.Text || hex.Length % 2 != 0)
        {
            return $"column '{column.Name}': '{Show(value.Text)}' is no BYTES value; write an even number of hexadecimal digits as a text";
        }

        _text.Clear();
        Span<byte> room = _text.Reserve(hex.Length / 2);
        return Convert.FromHexString(hex, room, out _, out _) == System.Buffers.OperationStatus.Done
            ? SetLimited(row, ordinal, column, room)
            : $"column '{column.Name}': '{Show(value.Text)}' holds other characters than hexadecimal digits";
    }

    private string? SetText(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value) =>
        SetLimited(row, ordinal, column, value.Kind == ScalarKind.Double ? JavaBytes(value.Double) : value.Text);

    private string? SetJson(RowBuffer row, int ordinal, ColumnSchema column, in JsonScalar value)
    {
        _text.Clear();
        switch (value.Kind)
        {
            case ScalarKind.Text:
                JsonText.WriteReparsed(value.Text, _text);
                break;
            case ScalarKind.Double when double.IsInfinity(value.Double):
                JsonText.WriteQuoted(JavaBytes(value.Double), _text);
                break;
            case ScalarKind.Double:
                _text.Add(JavaBytes(value.Double));
                break;
            default:
                _text.Add(value.Text);
                break;
        }

        return SetLimited(row, ordinal, column, _text.Span);
    }

    private ReadOnlySpan<byte> JavaBytes(double value) => _scratch.AsSpan(0, Encoding.ASCII.GetBytes(NumberText.JavaText(value), _scratch));

    private static int Saturate(double value) =>
        double.IsNaN(value) ? 0 : value >= int.MaxValue ? int.MaxValue : value <= int.MinValue ? int.MinValue : (int)value;

    private static long SaturateLong(double value) =>
        double.IsNaN(value) ? 0 : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;

    // Java's String.trim: everything up to the blank.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        return text[start..end];
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length <= 80 ? text : text[..80]) + (text.Length <= 80 ? "" : "…");
}
