using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Query.Values;

/// <summary>Numbers as Java writes and reads them: <c>3.0</c>, <c>1.0E10</c>, <c>NaN</c>.</summary>
public static class JavaNumbers
{
    /// <summary>Longest text of a number in bytes.</summary>
    public const int MaxBytes = 32;

    // Digits, exponent and sign of the shortest text that reads back as the same number.
    private ref struct Digits
    {
        public Span<byte> Text;
        public int Count;
        public int Exponent;
    }

    /// <summary>The shortest text that reads back as the same double, in Java's layout.</summary>
    public static string Text(double value)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes];
        return Encoding.ASCII.GetString(buffer[..Write(value, buffer)]);
    }

    /// <summary>The shortest text that reads back as the same float, in Java's layout.</summary>
    public static string Text(float value)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes];
        return Encoding.ASCII.GetString(buffer[..Write(value, buffer)]);
    }

    /// <summary>Writes a double in Java's layout.</summary>
    /// <param name="value">Any, also not finite.</param>
    /// <param name="text">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(double value, Span<byte> text)
    {
        if (!double.IsFinite(value))
        {
            return WriteSpecial(value, text);
        }

        if (Math.Abs(value) == double.Epsilon)
        {
            // Java gives at least two digits, which matters for this one number.
            ReadOnlySpan<byte> least = value > 0 ? "4.9E-324"u8 : "-4.9E-324"u8;
            least.CopyTo(text);
            return least.Length;
        }

        Span<byte> shortest = stackalloc byte[MaxBytes];
        value.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture);
        return Arrange(shortest[..length], text);
    }

    /// <summary>Writes a float in Java's layout.</summary>
    public static int Write(float value, Span<byte> text)
    {
        if (!float.IsFinite(value))
        {
            return WriteSpecial(value, text);
        }

        Span<byte> shortest = stackalloc byte[MaxBytes];
        int length;
        if (float.IsInteger(value) && Math.Abs(value) is >= 1 << 25 and < 9.2233720E18f)
        {
            length = WriteWhole(value, shortest);
        }
        else
        {
            value.TryFormat(shortest, out length, "R", CultureInfo.InvariantCulture);
        }

        return Arrange(shortest[..length], text);
    }

    /// <summary>Reads a double as Java's <c>Double.parseDouble</c> does: blanks around, an exponent, NaN, Infinity, a trailing d or f.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        if (text.Length > 1 && text[^1] is 'd' or 'D' or 'f' or 'F' && (char.IsAsciiDigit(text[^2]) || text[^2] == '.'))
        {
            text = text[..^1];
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!text.IsEmpty && (char.IsAsciiDigit(text[^1]) || text[^1] == '.'))
        {
            return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
        }

        value = text switch
        {
            "NaN" or "+NaN" or "-NaN" => double.NaN,
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    /// <summary>Reads a double from UTF-8, as <see cref="TryParse(ReadOnlySpan{char}, out double)"/> does.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length && char.IsAsciiDigit((char)text[^1]) && double.IsFinite(value))
        {
            return true;
        }

        return TryParse(Encoding.UTF8.GetString(text), out value);
    }

    /// <summary>A double cut to an integer as Java casts: NaN is 0, what is too large is the nearest bound.</summary>
    public static long ToLong(double value) => double.IsNaN(value) ? 0
        : value >= 9.2233720368547758E18 ? long.MaxValue
        : value <= -9.2233720368547758E18 ? long.MinValue
        : (long)value;

    /// <summary>A double cut to 32 bits as Java casts.</summary>
    public static int ToInt(double value) => (int)Math.Clamp(ToLong(value), int.MinValue, int.MaxValue);

    // Java up to 18 writes large whole floats with all digits but those that the exponent makes meaningless, not with the fewest.
    private static int WriteWhole(float value, Span<byte> text)
    {
        int exponent = MathF.ILogB(value);
        int meaningless = (int)((exponent - 25) * 0.30102999566398120);
        long power = (long)Math.Pow(10, meaningless);
        long whole = (long)Math.Abs(value);
        whole = ((whole / power) + (whole % power >= power / 2 && meaningless > 0 ? 1 : 0)) * power;
        return (value < 0 ? -whole : whole).TryFormat(text, out int written, provider: CultureInfo.InvariantCulture) ? written : 0;
    }

    private static int WriteSpecial(double value, Span<byte> text)
    {
        ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        name.CopyTo(text);
        return name.Length;
    }

    private static int Arrange(ReadOnlySpan<byte> shortest, Span<byte> text)
    {
        int length = 0;
        if (shortest[0] == '-')
        {
            text[length++] = (byte)'-';
            shortest = shortest[1..];
        }

        Digits digits = new() { Text = stackalloc byte[MaxBytes] };
        Split(shortest, ref digits);
        return length + (digits.Exponent is >= -3 and < 7 ? WritePlain(digits, text[length..]) : WriteScientific(digits, text[length..]));
    }

    // 123.45, 0.00012, 1E+16, 1.2345E-05: digits without leading and trailing zeros, and the power of ten of the first one.
    private static void Split(ReadOnlySpan<byte> shortest, ref Digits digits)
    {
        int exponent = 0;
        int mark = shortest.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(shortest[(mark + 1)..], CultureInfo.InvariantCulture);
            shortest = shortest[..mark];
        }

        int point = shortest.IndexOf((byte)'.');
        int whole = point < 0 ? shortest.Length : point;
        int leadingZeros = 0;
        int count = 0;
        foreach (byte character in shortest)
        {
            if (character == '.')
            {
                continue;
            }

            if (count == 0 && character == '0')
            {
                leadingZeros++;
                continue;
            }

            digits.Text[count++] = character;
        }

        while (count > 1 && digits.Text[count - 1] == '0')
        {
            count--;
        }

        if (count == 0)
        {
            digits.Text[count++] = (byte)'0';
            exponent = 0;
        }
        else
        {
            exponent += whole - 1 - leadingZeros;
        }

        digits.Count = count;
        digits.Exponent = exponent;
    }

    private static int WritePlain(Digits digits, Span<byte> text)
    {
        int length = 0;
        if (digits.Exponent < 0)
        {
            text[length++] = (byte)'0';
            text[length++] = (byte)'.';
            for (int zero = -1; zero > digits.Exponent; zero--)
            {
                text[length++] = (byte)'0';
            }

            digits.Text[..digits.Count].CopyTo(text[length..]);
            return length + digits.Count;
        }

        for (int i = 0; i < Math.Max(digits.Count, digits.Exponent + 2); i++)
        {
            if (i == digits.Exponent + 1)
            {
                text[length++] = (byte)'.';
            }

            text[length++] = i < digits.Count ? digits.Text[i] : (byte)'0';
        }

        return length;
    }

    private static int WriteScientific(Digits digits, Span<byte> text)
    {
        text[0] = digits.Text[0];
        text[1] = (byte)'.';
        int length = 2;
        if (digits.Count == 1)
        {
            text[length++] = (byte)'0';
        }
        else
        {
            digits.Text[1..digits.Count].CopyTo(text[2..]);
            length = digits.Count + 1;
        }

        text[length++] = (byte)'E';
        Utf8Formatter.TryFormat(digits.Exponent, text[length..], out int written);
        return length + written;
    }
}
