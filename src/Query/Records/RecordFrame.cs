using Query.Vectors;

namespace Query.Records;

/// <summary>What the parts of an expression share while one record is computed.</summary>
/// <param name="inputs">Number of fields the expression reads.</param>
internal sealed class RecordFrame(int inputs)
{
    private readonly object?[] _inputs = new object?[inputs];

    public VectorContext Context { get; } = new(0, nullHandling: true);

    /// <summary>Changes with every record.</summary>
    public int Stamp { get; private set; }

    public object? this[int input] => _inputs[input];

    public void Start(ReadOnlySpan<object?> values)
    {
        values[.._inputs.Length].CopyTo(_inputs);
        Context.Arena.Clear();
        Stamp++;
    }
}
