using System.Globalization;
using System.Numerics;
using Ingestion.Records;

namespace Ingestion.Avro;

/// <summary>Values of logical types as Pinot's extractor gives them: decimals, timestamps, and texts for dates, times and UUIDs.</summary>
internal static class AvroLogicalValues
{
    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>The value of an int or long with a logical type.</summary>
    public static object? OfInteger(AvroType type, long value, ref AvroCursor cursor)
    {
        switch (type.Logical)
        {
            case AvroLogical.Date:
                return Date(value);
            case AvroLogical.TimeMillis or AvroLogical.TimeMicros:
                long micros = type.Logical == AvroLogical.TimeMicros ? value : value * 1000;
                if (micros is < 0 or >= MicrosPerDay)
                {
                    cursor.Fail($"{value.ToString(CultureInfo.InvariantCulture)} is no time of day");
                    return null;
                }

                return Time(micros);
            case AvroLogical.TimestampMillis:
                return new TimestampValue(value, 0);
            case AvroLogical.TimestampMicros:
                long millis = Math.DivRem(value, 1000, out long rest);
                return rest < 0 ? new TimestampValue(millis - 1, (int)rest + 1000) : new TimestampValue(millis, (int)rest);
            default:
                return type.Kind == AvroKind.Int ? (int)value : value;
        }
    }

    /// <summary>The value of bytes or a fixed with a logical type.</summary>
    public static object? OfBytes(AvroType type, ReadOnlySpan<byte> bytes, ref AvroCursor cursor)
    {
        switch (type.Logical)
        {
            case AvroLogical.Decimal when bytes.Length == 0:
                cursor.Fail("a decimal has no digits");
                return null;
            case AvroLogical.Decimal:
                return new DecimalValue(new BigInteger(bytes, isBigEndian: true), type.Scale);
            case AvroLogical.BigDecimal:
                return BigDecimal(bytes, ref cursor);
            case AvroLogical.Uuid:
                return new Guid(bytes, bigEndian: true).ToString("D");
            default:
                return bytes.ToArray();
        }
    }

    private static DecimalValue? BigDecimal(ReadOnlySpan<byte> bytes, ref AvroCursor cursor)
    {
        AvroCursor inner = new(bytes);
        ReadOnlySpan<byte> unscaled = inner.Block();
        int scale = inner.Int();
        if (inner.IsBroken || unscaled.Length == 0)
        {
            cursor.Fail("a big-decimal is not its digits and their scale");
            return null;
        }

        if (scale is < -DecimalValue.MaxScale or > DecimalValue.MaxScale)
        {
            // Printed, it would fill the memory.
            cursor.Fail($"a big-decimal has scale {scale.ToString(CultureInfo.InvariantCulture)}, and at most {DecimalValue.MaxScale.ToString(CultureInfo.InvariantCulture)} either way is possible");
            return null;
        }

        return new DecimalValue(new BigInteger(unscaled, isBigEndian: true), scale);
    }

    // As Java writes a LocalDate.
    private static string Date(long epochDay)
    {
        CivilDate date = CivilDate.Of(epochDay);
        string sign = date.Year > 9999 ? "+" : date.Year < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(date.Year):0000}-{date.Month:00}-{date.Day:00}");
    }

    // As Java writes a LocalTime: no seconds if they are zero, and three or six digits behind them.
    private static string Time(long microsOfDay)
    {
        (long seconds, long micros) = Math.DivRem(microsOfDay, 1_000_000);
        (long minutes, long second) = Math.DivRem(seconds, 60);
        (long hour, long minute) = Math.DivRem(minutes, 60);
        string fraction = micros == 0 ? "" : micros % 1000 == 0 ? $".{micros / 1000:000}" : $".{micros:000000}";
        string rest = second == 0 && micros == 0 ? "" : $":{second:00}{fraction}";
        return $"{hour:00}:{minute:00}{rest}";
    }
}
