using Query.Vectors;

namespace Query.Expressions;

/// <summary>Computes a function for all rows of a block.</summary>
/// <param name="arguments">As resolved; any of them may be constant. Lists where the resolver allowed lists.</param>
/// <param name="result">
/// Empty, its <see cref="Vector.Length"/> set to the rows wanted (<see cref="Vector.Start"/> was called with the form of the result type,
/// <see cref="Vector.StartLists"/> for arrays). If a row has no value write the zero of the form and call <see cref="Vector.SetNull"/>.
/// </param>
/// <param name="context">Memory for texts, clock.</param>
/// <exception cref="QueryException">A value cannot be computed (code 200), and the whole query fails.</exception>
internal delegate void VectorFunction(Vector[] arguments, Vector result, VectorContext context);

/// <summary>What a null argument does.</summary>
internal enum NullRule
{
    /// <summary>The row is null if any argument is; the function never sees nulls as more than the zero of the form.</summary>
    Propagate,

    /// <summary>The function looks at <see cref="Vector.IsNull"/> of its arguments itself and marks the rows of its result.</summary>
    Own,
}

/// <summary>A function chosen for given argument types, ready to run.</summary>
/// <param name="Name">Canonical name with whatever makes two choices differ, such as <c>plus</c> or <c>datetrunc</c>.</param>
/// <param name="Type">Type of the result.</param>
/// <param name="Evaluate">Works on whole vectors; safe for any number of threads.</param>
internal sealed record ScalarFunction(string Name, SqlType Type, VectorFunction Evaluate)
{
    public NullRule Nulls { get; init; } = NullRule.Propagate;

    /// <summary>True if the same arguments always give the same value, so that literal calls are folded and repeated ones computed once.</summary>
    public bool IsDeterministic { get; init; } = true;
}
