using Segments.Consuming;
using Segments.Validity;

namespace Segments.Keys;

/// <summary>A segment that rows of keys are in.</summary>
/// <remarks>Threads: the writer uses it; others may only replace <see cref="Rows"/> by the same rows, and drop it.</remarks>
internal sealed class KeySlot(int sequence, ISegment? rows, ConsumingSegment? appended)
{
    private volatile ISegment? _rows = rows;
    private volatile ConsumingSegment? _appended = appended;
    private volatile bool _isDropped;

    /// <summary>Names the segment within its partition.</summary>
    public int Sequence => sequence;

    /// <summary>The rows that count.</summary>
    public GrowingValidRows Valid { get; } = new();

    /// <summary>The segment's file, once it has one.</summary>
    public ISegment? Rows => _rows;

    /// <summary>The segment in memory, before it has a file.</summary>
    public ConsumingSegment? Appended => _appended;

    /// <summary>True if the segment was deleted: its keys are new when they come again.</summary>
    public bool IsDropped => _isDropped;

    /// <summary>The segment went to its file.</summary>
    public void Replace(ISegment rows) => (_rows, _appended) = (rows, null);

    /// <summary>The segment was deleted.</summary>
    public void Drop() => (_isDropped, _rows, _appended) = (true, null, null);
}
