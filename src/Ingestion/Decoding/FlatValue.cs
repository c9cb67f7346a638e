namespace Ingestion.Decoding;

/// <summary>A scalar of a message, or computed of one, where its bytes lie: what <see cref="Records.Record"/> holds as objects, without objects.</summary>
internal readonly unsafe struct FlatValue
{
    private readonly byte* _text;
    private readonly long _bits;
    private readonly int _length;

    private FlatValue(ScalarKind kind, long bits, byte* text = null, int length = 0)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
        _length = length;
    }

    /// <summary>None but null, 32- and 64-bit integers, doubles, booleans and texts.</summary>
    public ScalarKind Kind { get; }

    /// <summary>Value of an integer, 1 or 0 of a boolean, the bits of a double.</summary>
    public long Bits => _bits;

    /// <summary>Value of a double.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>UTF-8 of a text.</summary>
    public ReadOnlySpan<byte> Text => new(_text, _length);

    /// <summary>True for a boolean that is true.</summary>
    public bool IsTrue => Kind == ScalarKind.Boolean && _bits != 0;

    /// <summary>The integer that Pinot's JSON reader makes of it.</summary>
    public static FlatValue OfJson(long value) => new(value == (int)value ? ScalarKind.Int : ScalarKind.Long, value);

    /// <param name="kind">Any but a text.</param>
    /// <param name="bits">As in <see cref="Bits"/>.</param>
    public static FlatValue Of(ScalarKind kind, long bits) => new(kind, bits);

    /// <param name="utf8">First byte; must stay where it is as long as the value is used.</param>
    /// <param name="length">Bytes.</param>
    public static FlatValue OfText(byte* utf8, int length) => new(ScalarKind.Text, 0, utf8, length);

    /// <summary>For a column that stores it as it is; not for numbers in columns of texts, which need their digits.</summary>
    /// <param name="takesBooleansAsNumbers">As in <see cref="RecordConverter"/>.</param>
    public JsonScalar AsScalar(bool takesBooleansAsNumbers) => Kind switch
    {
        ScalarKind.Text => JsonScalar.OfText(Text),
        ScalarKind.Int => JsonScalar.OfInteger(_bits, isInt: true, default),
        ScalarKind.Long => JsonScalar.OfInteger(_bits, isInt: false, default),
        ScalarKind.Double => JsonScalar.OfDouble(Double),
        ScalarKind.Boolean when takesBooleansAsNumbers => JsonScalar.Of(_bits != 0),
        ScalarKind.Boolean => JsonScalar.OfText(_bits != 0 ? "true"u8 : "false"u8),
        _ => JsonScalar.Null,
    };
}
