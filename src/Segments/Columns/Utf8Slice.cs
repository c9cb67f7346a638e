namespace Segments.Columns;

/// <summary>Text or bytes that lie elsewhere: in a pinned page, a mapped file or a query's own memory.</summary>
/// <remarks>
/// Valid while the segment (or the query) that owns the memory is reachable: whoever reads slices keeps the
/// <see cref="Tables.TableSnapshot"/> alive until the last of them is used or copied.
/// </remarks>
public readonly unsafe struct Utf8Slice(byte* data, int length)
{
    private readonly byte* _data = data;

    /// <summary>Length in bytes.</summary>
    public int Length { get; } = length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => new(_data, Length);

    /// <summary>Address of the first byte, for kernels.</summary>
    public byte* Data => _data;
}
