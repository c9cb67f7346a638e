using Query.Scanning;
using Query.Vectors;
using Segments.Schema;

namespace Query.Grouping;

/// <summary>Codes of floating-point numbers, by their bits; all NaNs are one.</summary>
internal sealed class DoubleKeyEncoder(SqlType type, ExpressionNode node) : KeyEncoder(type)
{
    // A NaN whose bits no computation gives.
    private const long NullBits = 0x7FF8_0000_0BAD_CAFE;

    private readonly LongInterner _interner = new();
    private int[] _codes = [];

    public override int Count => _interner.Count;

    public override long HeapBytes => _interner.HeapBytes;

    public override ReadOnlySpan<int> Encode()
    {
        Vector values = node.Values();
        Span<int> codes = Room(ref _codes, CodeCount(values));
        if (values.HasNulls)
        {
            EncodeWithNulls(values, codes);
            return codes;
        }

        int mask = values.IsMultiValue ? -1 : values.IndexMask;
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = EncodeOne(values, i & mask);
        }

        return codes;
    }

    public override ReadOnlySpan<int> Offsets() => ListOffsets(node.Values());

    public override void Decode(ReadOnlySpan<int> codes, Vector result)
    {
        result.Start(PhysicalType.Double, codes.Length);
        ReadOnlySpan<long> values = _interner.Values;
        for (int i = 0; i < codes.Length; i++)
        {
            result.Doubles[i] = BitConverter.Int64BitsToDouble(values[codes[i]]);
            if (codes[i] == NullCode)
            {
                result.Doubles[i] = 0;
                result.SetNull(i);
            }
        }
    }

    public override int[] Merge(KeyEncoder other)
    {
        DoubleKeyEncoder theirs = (DoubleKeyEncoder)other;
        int[] map = new int[theirs.Count];
        ReadOnlySpan<long> values = theirs._interner.Values;
        for (int code = 0; code < map.Length; code++)
        {
            map[code] = _interner.Intern(values[code]);
        }

        NullCode = theirs.NullCode >= 0 ? map[theirs.NullCode] : NullCode;
        return map;
    }

    protected override int EncodeOne(Vector values, int place)
    {
        double value = values.Doubles[place];
        return _interner.Intern(BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));
    }

    protected override int AddNull() => _interner.Intern(NullBits);
}
