using System.Text;

namespace Query.Filtering;

/// <summary>A test of text or bytes.</summary>
internal abstract record TextPredicate : ValuePredicate
{
    public abstract bool Test(ReadOnlySpan<byte> value);

    protected static string Literal(byte[] value) => $"'{Encoding.UTF8.GetString(value).Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>The value is one of a list.</summary>
internal sealed record TextSet : TextPredicate
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _set;
    private readonly byte[]? _single;

    /// <param name="values">At least one.</param>
    public TextSet(IReadOnlyList<byte[]> values)
    {
        Values = values;
        _single = values.Count == 1 ? values[0] : null;
        _set = new HashSet<byte[]>(values, BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public IReadOnlyList<byte[]> Values { get; }

    public override bool Test(ReadOnlySpan<byte> value) => _single is not null ? value.SequenceEqual(_single) : _set.Contains(value);

    public override string ToString() => ListText(Values.Select(Literal), Values.Count);
}

/// <summary>The value lies between bounds, by bytes; a null bound is open.</summary>
internal sealed record TextRange(byte[]? Low, bool LowInclusive, byte[]? High, bool HighInclusive) : TextPredicate
{
    public override bool Test(ReadOnlySpan<byte> value)
    {
        if (Low is not null)
        {
            int order = value.SequenceCompareTo(Low);
            if (order < 0 || (order == 0 && !LowInclusive))
            {
                return false;
            }
        }

        if (High is null)
        {
            return true;
        }

        int above = value.SequenceCompareTo(High);
        return above < 0 || (above == 0 && HighInclusive);
    }

    public override string ToString() => string.Join(" AND ", new[]
    {
        Low is null ? null : $"{(LowInclusive ? ">=" : ">")} {Literal(Low)}",
        High is null ? null : $"{(HighInclusive ? "<=" : "<")} {Literal(High)}",
    }.OfType<string>());
}

/// <summary>Any other test of a value: patterns, decimals compared as numbers.</summary>
/// <param name="Name">For plans and equality: the operator and its constant.</param>
/// <param name="Matches">Safe for any number of threads.</param>
internal sealed record TextMatch(string Name, TextTest Matches) : TextPredicate
{
    public bool Equals(TextMatch? other) => other is not null && string.Equals(other.Name, Name, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public override bool Test(ReadOnlySpan<byte> value) => Matches(value);

    public override string ToString() => Name;
}

/// <summary>Tells whether a text matches.</summary>
internal delegate bool TextTest(ReadOnlySpan<byte> value);

/// <summary>Byte arrays by content, found by spans too.</summary>
internal sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly BytesComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => (int)Kernels.HashKernels.Hash(obj);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)Kernels.HashKernels.Hash(alternate);
}
