using System.Buffers.Binary;

namespace Ingestion.Decoding;

/// <summary>Reads ISO timestamps, remembering the day of the last one: a topic's messages are mostly of one day.</summary>
internal sealed class TimestampCache
{
    private const int DayBytes = 10;

    private ulong _dayStart;
    private ushort _dayEnd;
    private long _dayMillis;
    private bool _isKnown;

    /// <summary><c>yyyy-MM-ddTHH:mm:ss[.f…]Z</c> without surrounding blanks; false for every other spelling, right or wrong.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long millis)
    {
        millis = 0;
        if (text.Length < 20 || text[DayBytes] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z'
            || !TryDay(text, out long day)
            || !Two(text, 11, 23, out int hour) || !Two(text, 14, 59, out int minute) || !Two(text, 17, 59, out int second)
            || !TryFraction(text[19..^1], out int fraction))
        {
            return false;
        }

        millis = day + (((((hour * 60) + minute) * 60) + second) * 1000L) + fraction;
        return true;
    }

    private bool TryDay(ReadOnlySpan<byte> text, out long millis)
    {
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort end = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        millis = _dayMillis;
        if (_isKnown && start == _dayStart && end == _dayEnd)
        {
            return true;
        }

        if (!TimestampReader.TryParseIso(text[..DayBytes], out millis))
        {
            return false;
        }

        (_dayStart, _dayEnd, _dayMillis, _isKnown) = (start, end, millis, true);
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, int max, out int value)
    {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9 && value <= max;
    }

    // Nothing, or a point and one to nine digits, of which three count.
    private static bool TryFraction(ReadOnlySpan<byte> text, out int millis)
    {
        millis = 0;
        if (text.Length == 0)
        {
            return true;
        }

        if (text.Length is < 2 or > 10 || text[0] != '.')
        {
            return false;
        }

        for (int i = 1; i < Math.Max(text.Length, 4); i++)
        {
            int digit = i < text.Length ? text[i] - '0' : 0;
            if ((uint)digit > 9)
            {
                return false;
            }

            millis = i <= 3 ? (millis * 10) + digit : millis;
        }

        return true;
    }
}
