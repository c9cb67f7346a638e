using Query.Expressions;
using Query.Vectors;

namespace Query.Scanning;

/// <summary>The rows that expressions are computed for at the moment: selected rows of a block, or a run of groups.</summary>
internal abstract class RowScope(VectorContext context)
{
    /// <summary>Rows to compute for, at most a block.</summary>
    public int Count { get; protected set; }

    /// <summary>Changes whenever the rows do; vectors computed under another stamp are stale.</summary>
    public long Stamp { get; private set; }

    public VectorContext Context { get; } = context;

    /// <summary>Writes a leaf (column, group key, aggregate) for the current rows.</summary>
    public abstract void Load(BoundExpression leaf, Vector result);

    /// <summary>Declares that the rows are others now.</summary>
    protected void Renew() => Stamp++;
}
