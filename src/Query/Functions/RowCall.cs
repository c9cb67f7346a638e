using System.Text;
using Query.Values;
using Query.Vectors;
using Segments.Columns;

namespace Query.Functions;

/// <summary>Computes one row: reads arguments and returns a value through <see cref="RowCall"/>. For functions that need not be fast.</summary>
internal delegate void RowFunction(RowCall row);

/// <summary>One row of a call: typed arguments in, a value or list out.</summary>
/// <remarks>Arguments come in the types the signature declares. One thread at a time.</remarks>
internal sealed class RowCall(Vector[] arguments, Vector result, VectorContext context)
{
    private int _row;
    private int _entries;

    /// <summary>Number of arguments.</summary>
    public int Count => arguments.Length;

    public VectorContext Context => context;

    /// <summary>Runs a function for every row of the result.</summary>
    public static void Run(RowFunction function, Vector[] arguments, Vector result, VectorContext context)
    {
        RowCall call = new(arguments, result, context);
        for (int row = 0; row < result.Length; row++)
        {
            call._row = row;
            if (result.IsMultiValue)
            {
                result.Offsets[row + 1] = call._entries;
            }

            function(call);
        }
    }

    public bool IsNull(int argument) => arguments[argument].IsNull(_row);

    public long Long(int argument) => arguments[argument].Longs[Place(argument)];

    public int Int(int argument) => (int)Long(argument);

    public double Double(int argument) => arguments[argument].Doubles[Place(argument)];

    public bool Bool(int argument) => Long(argument) != 0;

    public Utf8Slice Slice(int argument) => arguments[argument].Texts[Place(argument)];

    public ReadOnlySpan<byte> Bytes(int argument) => Slice(argument).Span;

    public string Text(int argument) => Encoding.UTF8.GetString(Bytes(argument));

    public BigDecimal Decimal(int argument) =>
        BigDecimal.TryParse(Text(argument), out BigDecimal value) ? value : throw QueryException.Failed($"'{Text(argument)}' is no decimal number");

    public ReadOnlySpan<long> Longs(int argument) => arguments[argument].Longs.AsSpan(Entries(argument));

    public ReadOnlySpan<double> Doubles(int argument) => arguments[argument].Doubles.AsSpan(Entries(argument));

    public ReadOnlySpan<Utf8Slice> Slices(int argument) => arguments[argument].Texts.AsSpan(Entries(argument));

    public void Return(long value) => result.Longs[_row] = value;

    public void Return(bool value) => result.Longs[_row] = value ? 1 : 0;

    public void Return(double value) => result.Doubles[_row] = value;

    public void Return(Utf8Slice value) => result.Texts[_row] = value;

    public void Return(ReadOnlySpan<byte> value) => result.Texts[_row] = context.Arena.Add(value);

    /// <summary>Returns text, or null if there is none.</summary>
    public void Return(string? value)
    {
        if (value is null)
        {
            ReturnNull();
            return;
        }

        result.Texts[_row] = Utf8Text.Encode(value, context.Arena);
    }

    public void ReturnNull()
    {
        if (result.IsMultiValue)
        {
            result.SetNull(_row);
            return;
        }

        switch (result.Form)
        {
            case Segments.Schema.PhysicalType.Long:
                result.Longs[_row] = 0;
                break;
            case Segments.Schema.PhysicalType.Double:
                result.Doubles[_row] = 0;
                break;
            default:
                result.Texts[_row] = default;
                break;
        }

        result.SetNull(_row);
    }

    /// <summary>Adds an entry to the list this row returns.</summary>
    public void Add(long value)
    {
        result.Reserve(_entries + 1);
        result.Longs[_entries++] = value;
        result.Offsets[_row + 1] = _entries;
    }

    /// <inheritdoc cref="Add(long)"/>
    public void Add(double value)
    {
        result.Reserve(_entries + 1);
        result.Doubles[_entries++] = value;
        result.Offsets[_row + 1] = _entries;
    }

    /// <inheritdoc cref="Add(long)"/>
    public void Add(Utf8Slice value)
    {
        result.Reserve(_entries + 1);
        result.Texts[_entries++] = value;
        result.Offsets[_row + 1] = _entries;
    }

    /// <inheritdoc cref="Add(long)"/>
    public void Add(string value) => Add(Utf8Text.Encode(value, context.Arena));

    private int Place(int argument) => _row & arguments[argument].IndexMask;

    private Range Entries(int argument) => arguments[argument].EntryStart(_row)..arguments[argument].EntryEnd(_row);
}
