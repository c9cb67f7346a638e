using Segments.Columns;

namespace Query.Vectors;

/// <summary>What functions may use while they compute one block: memory for texts, the query's clock.</summary>
/// <param name="now">Instant of the whole query, epoch milliseconds.</param>
/// <param name="nullHandling">True if NULL is NULL; false if stored defaults stand for it.</param>
internal sealed class VectorContext(long now, bool nullHandling)
{
    private readonly Stack<Vector> _spare = new();

    /// <summary>Memory of texts made in this block; given back when the next block starts.</summary>
    public ByteArena Arena { get; } = new();

    public long Now { get; } = now;

    public bool NullHandling { get; } = nullHandling;

    /// <summary>A vector to work in; give it back with <see cref="Return"/>.</summary>
    public Vector Rent() => _spare.TryPop(out Vector? vector) ? vector : new Vector();

    /// <summary>Gives back what <see cref="Rent"/> gave.</summary>
    public void Return(Vector vector) => _spare.Push(vector);
}
