namespace Ingestion.Decoding;

/// <summary>Bytes that are put together piece by piece, reused for the next value.</summary>
internal sealed class Utf8Buffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was put together; valid until the next change.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(byte value) => Reserve(1)[0] = value;

    public void Add(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Room at the end that the caller fills.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        Length += length;
        return _bytes.AsSpan(Length - length, length);
    }

    /// <summary>Takes back what was added after <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;
}
