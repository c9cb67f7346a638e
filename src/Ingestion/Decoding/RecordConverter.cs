using System.Globalization;
using System.Numerics;
using System.Text;
using Ingestion.Records;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Brings values of a record into the type of their column and into a row, as Pinot converts them. One thread at a time.</summary>
/// <param name="scalars">Converts what is neither list nor object.</param>
/// <param name="takesBooleansAsNumbers">
/// True if a boolean is 1 or 0 in number columns. Elsewhere it counts as the text <c>true</c> or <c>false</c>, which they refuse: Pinot's readers
/// hand it on so.
/// </param>
internal sealed class RecordConverter(ColumnConverter scalars, bool takesBooleansAsNumbers = false)
{
    private const int MaxOnePassText = 1024;

    private readonly byte[] _digits = new byte[32];
    private readonly Utf8Buffer _text = new();

    /// <summary>Texts cut to their column's length so far.</summary>
    public long Trimmed => scalars.Trimmed;

    /// <summary>True if the last fault was about the length of a value or a NUL character.</summary>
    public bool FailedByLength => scalars.FailedByLength;

    /// <summary>Sets the slot of a column.</summary>
    /// <returns>What is wrong with the value, or null if it is set. A null value leaves the slot as it is.</returns>
    public string? Set(RowBuffer row, int ordinal, object? value)
    {
        ColumnSchema column = row.Schema.Columns[ordinal];
        if (value is null)
        {
            return null;
        }

        if (column.IsMultiValue)
        {
            row.BeginArray(ordinal);
            string? fault = SetEntries(row, ordinal, column, value);
            row.EndArray();
            return fault;
        }

        if (value is not (List<object?> or Dictionary<string, object?>))
        {
            return SetScalar(row, ordinal, column, value);
        }

        if (column.Type == DataType.Json)
        {
            _text.Clear();
            RecordJson.Write(value, _text);
            return scalars.SetLimited(row, ordinal, column, _text.Span);
        }

        return TrySingle(value, column, out object? single) ?? (single is null ? null : SetScalar(row, ordinal, column, single));
    }

    private string? SetEntries(RowBuffer row, int ordinal, ColumnSchema column, object value)
    {
        IEnumerable<object?> entries = value switch
        {
            List<object?> list => list,
            Dictionary<string, object?> map => map.Values,
            _ => [value],
        };
        foreach (object? entry in entries)
        {
            string? fault = TrySingle(entry, column, out object? single) ?? (single is null ? null : SetScalar(row, ordinal, column, single));
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The only scalar in a value, however deep in lists and maps; null if there is none.</summary>
    private static string? TrySingle(object? value, ColumnSchema column, out object? single)
    {
        single = null;
        IEnumerable<object?>? parts = value switch
        {
            List<object?> list => list,
            Dictionary<string, object?> map => map.Values,
            _ => null,
        };
        if (parts is null)
        {
            single = value;
            return null;
        }

        foreach (object? part in parts)
        {
            if (TrySingle(part, column, out object? inner) is { } deeper)
            {
                return deeper;
            }

            if (inner is not null && single is not null)
            {
                return $"column '{column.Name}': a list or object of several values does not fit one {column.Type.PinotName()}";
            }

            single ??= inner;
        }

        return null;
    }

    private string? SetScalar(RowBuffer row, int ordinal, ColumnSchema column, object value) => value switch
    {
        string text => scalars.Set(row, ordinal, JsonScalar.OfText(Utf8(text))),
        bool flag when takesBooleansAsNumbers => scalars.Set(row, ordinal, JsonScalar.Of(flag)),
        bool flag => scalars.Set(row, ordinal, JsonScalar.OfText(flag ? "true"u8 : "false"u8)),
        int number => scalars.Set(row, ordinal, JsonScalar.OfInteger(number, isInt: true, Spelling(number, column))),
        long number => scalars.Set(row, ordinal, JsonScalar.OfInteger(number, isInt: false, Spelling(number, column))),
        double number => scalars.Set(row, ordinal, JsonScalar.OfDouble(number)),
        float number => SetFloat(row, ordinal, column, number),
        BigInteger number => scalars.Set(row, ordinal, JsonScalar.OfNumber(Utf8(number.ToString(CultureInfo.InvariantCulture)))),
        DecimalValue number => SetDecimal(row, ordinal, column, number),
        TimestampValue moment => SetTimestamp(row, ordinal, column, moment),
        byte[] bytes => SetBytes(row, ordinal, column, bytes),
        _ => $"column '{column.Name}': a {value.GetType().Name} fits no column",
    };

    private string? SetFloat(RowBuffer row, int ordinal, ColumnSchema column, float number) => column.Type switch
    {
        DataType.Timestamp => $"column '{column.Name}': a 32-bit number is no TIMESTAMP; write epoch milliseconds as a long",
        DataType.String or DataType.BigDecimal => scalars.Set(row, ordinal, JsonScalar.OfText(Utf8(NumberText.JavaText(number)))),
        DataType.Json when float.IsFinite(number) => SetRaw(row, ordinal, column, NumberText.JavaText(number)),
        _ => scalars.Set(row, ordinal, JsonScalar.OfDouble(number)),
    };

    private string? SetDecimal(RowBuffer row, int ordinal, ColumnSchema column, DecimalValue number)
    {
        if (number.Scale is < -DecimalValue.MaxScale or > DecimalValue.MaxScale)
        {
            return $"column '{column.Name}': a decimal has more than {DecimalValue.MaxScale.ToString(CultureInfo.InvariantCulture)} digits behind or zeros before its point";
        }

        switch (column.Type)
        {
            case DataType.Int or DataType.Long or DataType.Timestamp:
                long whole = unchecked((long)(ulong)(number.Truncate() & ulong.MaxValue));
                return scalars.Set(row, ordinal, JsonScalar.OfInteger(whole, isInt: false, Digits(whole)));
            case DataType.Bytes:
                return scalars.SetLimited(row, ordinal, column, number.ToBytes());
            case DataType.Boolean:
                row.SetLong(ordinal, number.Unscaled.IsZero ? 0 : 1);
                return null;
            case DataType.Json:
                return SetRaw(row, ordinal, column, NumberText.Plain(number.Unscaled, number.Scale));
            default:
                return scalars.Set(row, ordinal, JsonScalar.OfText(Utf8(NumberText.Plain(number.Unscaled, number.Scale))));
        }
    }

    private string? SetTimestamp(RowBuffer row, int ordinal, ColumnSchema column, TimestampValue moment) => column.Type switch
    {
        DataType.String => scalars.Set(row, ordinal, JsonScalar.OfText(Utf8(moment.ToString()))),
        DataType.Int or DataType.Boolean or DataType.Bytes => $"column '{column.Name}': a timestamp is no {column.Type.PinotName()}; make the column TIMESTAMP or LONG",
        _ => scalars.Set(row, ordinal, JsonScalar.OfInteger(moment.Millis, isInt: false, Digits(moment.Millis))),
    };

    private string? SetBytes(RowBuffer row, int ordinal, ColumnSchema column, byte[] bytes)
    {
        switch (column.Type)
        {
            case DataType.Bytes:
                return scalars.SetLimited(row, ordinal, column, bytes);
            case DataType.String:
                return scalars.Set(row, ordinal, JsonScalar.OfText(Utf8(Convert.ToHexStringLower(bytes))));
            case DataType.Json:
                return SetRaw(row, ordinal, column, $"\"{Convert.ToBase64String(bytes)}\"");
            case DataType.BigDecimal when DecimalValue.TryFromBytes(bytes, out DecimalValue number):
                return SetDecimal(row, ordinal, column, number);
            case DataType.BigDecimal:
                return $"column '{column.Name}': {Convert.ToHexStringLower(bytes)} is no BIG_DECIMAL in binary form, which is two bytes of scale before the digits; a decimal needs decoder.prop.enableLogicalTypes";
            default:
                return $"column '{column.Name}': bytes are no {column.Type.PinotName()}";
        }
    }

    private string? SetRaw(RowBuffer row, int ordinal, ColumnSchema column, string json) => scalars.SetLimited(row, ordinal, column, Utf8(json));

    // Only what stores texts needs the digits.
    private ReadOnlySpan<byte> Spelling(long number, ColumnSchema column) => column.Physical == PhysicalType.Bytes ? Digits(number) : default;

    private ReadOnlySpan<byte> Digits(long number)
    {
        number.TryFormat(_digits, out int length, provider: CultureInfo.InvariantCulture);
        return _digits.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Utf8(string text)
    {
        _text.Clear();
        int room = text.Length <= MaxOnePassText ? Encoding.UTF8.GetMaxByteCount(text.Length) : Encoding.UTF8.GetByteCount(text);
        _text.Truncate(Encoding.UTF8.GetBytes(text, _text.Reserve(room)));
        return _text.Span;
    }
}
