using Segments.Columns;

namespace Segments.Consuming;

/// <summary>The first <paramref name="count"/> texts of a growing dictionary: exactly those that the visible rows have.</summary>
internal sealed class ConsumingDictionaryView(ConsumingDictionary dictionary, int count) : TextDictionary
{
    private readonly ulong[][] _texts = dictionary.Texts.Pages;

    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override bool IsSorted => false;

    /// <inheritdoc/>
    public override Utf8Slice this[int id] =>
        TextHeap.Slice(_texts[id / ValuePages<ulong>.PageValues][id % ValuePages<ulong>.PageValues]);

    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<byte> value, out int id) => dictionary.TryFind(value, out id) && id < count;
}
