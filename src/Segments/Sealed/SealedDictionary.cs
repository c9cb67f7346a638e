using Segments.Columns;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>Texts in ascending order in a mapped file; an id is a rank.</summary>
internal sealed unsafe class SealedDictionary : TextDictionary
{
    private readonly MappedFile _file; // keeps the bytes mapped
    private readonly uint* _bounds;
    private readonly byte* _bytes;

    /// <param name="file">The opened file.</param>
    /// <param name="bounds">Start of the first text (0), then the end of each.</param>
    /// <param name="bytes">The texts.</param>
    /// <param name="count">How many.</param>
    public SealedDictionary(MappedFile file, uint* bounds, byte* bytes, int count)
    {
        _file = file;
        _bounds = bounds;
        _bytes = bytes;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override bool IsSorted => true;

    /// <inheritdoc/>
    public override Utf8Slice this[int id]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)Count, nameof(id));
            uint start = _bounds[id];
            return new Utf8Slice(_bytes + start, (int)(_bounds[id + 1] - start));
        }
    }

    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<byte> value, out int id)
    {
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            id = (int)(((uint)low + (uint)high) / 2);
            int order = this[id].Span.SequenceCompareTo(value);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (id + 1, high) : (low, id - 1);
        }

        GC.KeepAlive(_file);
        id = -1;
        return false;
    }
}
