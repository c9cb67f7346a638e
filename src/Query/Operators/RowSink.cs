using Query.Scanning;

namespace Query.Operators;

/// <summary>Takes in the rows that pass the filter: the last operator of one worker.</summary>
internal abstract class RowSink
{
    /// <summary>Bytes held.</summary>
    public abstract long HeapBytes { get; }

    /// <summary>True if no row that comes later in scan order can change the answer.</summary>
    public virtual bool IsSatisfied => false;

    /// <summary>True if <see cref="Add"/> wants rows selected in the scope; false if their number is enough.</summary>
    public virtual bool NeedsRows => true;

    /// <summary>Looks at the segment the scope has been opened on.</summary>
    /// <param name="scope">Opened.</param>
    /// <param name="all">True if the filter lets all its rows pass.</param>
    /// <returns>True if the segment is answered without reading it.</returns>
    public virtual bool TryAnswer(BlockScope scope, bool all) => false;

    /// <summary>False if no row of the block can change the answer.</summary>
    public virtual bool Wants(BlockScope scope) => true;

    /// <summary>Looks at a block before rows are selected: bits for FILTER and the like.</summary>
    /// <param name="scope">At the block, all rows selected.</param>
    /// <param name="rows">Rows that pass the filter.</param>
    public virtual void Prepare(BlockScope scope, ReadOnlySpan<ulong> rows)
    {
    }

    /// <summary>Takes in the selected rows.</summary>
    /// <param name="scope">Rows that pass are selected if <see cref="NeedsRows"/>.</param>
    /// <param name="count">How many pass; at least one.</param>
    public abstract void Add(BlockScope scope, int count);
}
