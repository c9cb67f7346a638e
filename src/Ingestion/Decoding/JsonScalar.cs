namespace Ingestion.Decoding;

/// <summary>What a JSON value is before its column is known; numbers as Pinot's reader types them.</summary>
internal enum ScalarKind
{
    Null,

    /// <summary>An integer that fits 32 bits.</summary>
    Int,

    /// <summary>An integer that fits 64 bits.</summary>
    Long,

    /// <summary>A larger integer: its digits are in <see cref="JsonScalar.Text"/>.</summary>
    BigInteger,

    /// <summary>A number with point or exponent.</summary>
    Double,

    Boolean,
    Text,
}

/// <summary>One JSON value that is neither list nor object.</summary>
internal readonly ref struct JsonScalar
{
    public ScalarKind Kind { get; private init; }

    /// <summary>Value of an <see cref="ScalarKind.Int"/> or <see cref="ScalarKind.Long"/>; 1 or 0 of a boolean; low 64 bits of a big integer.</summary>
    public long Long { get; private init; }

    /// <summary>Value of any number or boolean as a 64-bit float.</summary>
    public double Double { get; private init; }

    /// <summary>Text without quotes and escapes; of a number its spelling in the message.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    public static JsonScalar Null => default;

    public static JsonScalar Of(bool value) =>
        new() { Kind = ScalarKind.Boolean, Long = value ? 1 : 0, Double = value ? 1 : 0, Text = value ? "true"u8 : "false"u8 };

    public static JsonScalar OfText(ReadOnlySpan<byte> text) => new() { Kind = ScalarKind.Text, Text = text };

    /// <param name="value">A 64-bit integer.</param>
    /// <param name="isInt">True if its format has integers of 32 bits and this is one.</param>
    /// <param name="spelling">Its digits.</param>
    public static JsonScalar OfInteger(long value, bool isInt, ReadOnlySpan<byte> spelling) =>
        new() { Kind = isInt ? ScalarKind.Int : ScalarKind.Long, Long = value, Double = value, Text = spelling };

    public static JsonScalar OfDouble(double value) => new() { Kind = ScalarKind.Double, Double = value };

    /// <param name="spelling">A number by the grammar of JSON.</param>
    public static JsonScalar OfNumber(ReadOnlySpan<byte> spelling)
    {
        double number = NumberText.ParseDouble(spelling);
        if (spelling.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            return new() { Kind = ScalarKind.Double, Double = number, Text = spelling };
        }

        if (!long.TryParse(spelling, System.Globalization.CultureInfo.InvariantCulture, out long value))
        {
            return new() { Kind = ScalarKind.BigInteger, Long = NumberText.LowBits(spelling), Double = number, Text = spelling };
        }

        ScalarKind kind = value == (int)value ? ScalarKind.Int : ScalarKind.Long;
        return new() { Kind = kind, Long = value, Double = value, Text = value == 0 ? "0"u8 : spelling };
    }
}
