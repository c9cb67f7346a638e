using System.Buffers.Text;

namespace Benchmarks.Generation;

/// <summary>Writes one row's JSON into a buffer that is long enough for any row.</summary>
internal ref struct RowWriter(Span<byte> target)
{
    private const string HexDigits = "0123456789abcdef";

    private readonly Span<byte> _target = target;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public void Text(scoped ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(_target[Length..]);
        Length += ascii.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _target[Length..], out int written);
        Length += written;
    }

    /// <summary>A number of hundredths with its two decimals: 12345 is written 123.45.</summary>
    public void Hundredths(uint value)
    {
        Number(value / 100);
        uint rest = value % 100;
        Text([(byte)'.', (byte)('0' + (rest / 10)), (byte)('0' + (rest % 10))]);
    }

    /// <summary>The lowest <paramref name="digits"/> hexadecimal digits, with leading zeros.</summary>
    public void Hex(uint value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            _target[Length++] = (byte)HexDigits[(int)((value >> shift) & 15)];
        }
    }

    /// <summary>A time as Python's <c>%Y-%m-%dT%H:%M:%S.%fZ</c> writes it: six decimals, the last three 0.</summary>
    public void Time(long epochMillis)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(epochMillis);
        time.TryFormat(_target[Length..], out int written, "yyyy-MM-ddTHH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
        Text("Z"u8);
    }
}
