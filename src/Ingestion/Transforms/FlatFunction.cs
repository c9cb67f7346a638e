using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ingestion.Decoding;
using Ingestion.Records;

namespace Ingestion.Transforms;

/// <summary>A <see cref="FieldFunction"/> over values that are no objects. One thread at a time.</summary>
internal sealed unsafe class FlatFunction
{
    private readonly FieldFunction _function;
    private readonly FlatMemo? _memo;
    private readonly Record _inputs;
    private byte[] _text = GC.AllocateUninitializedArray<byte>(256, pinned: true);

    /// <param name="function">Computes.</param>
    /// <param name="inputs">For its inputs; its own.</param>
    public FlatFunction(FieldFunction function, Record inputs)
    {
        (_function, _inputs) = (function, inputs);
        _memo = function.Inputs.Length == 1 ? new FlatMemo() : null;
    }

    /// <summary>Ordinal of the field it computes.</summary>
    public int Field => _function.Field;

    /// <summary>Computes the value for a message.</summary>
    /// <param name="values">By the ordinals of records.</param>
    /// <param name="result">Lasts until the next call.</param>
    /// <returns>False if it fails or is no scalar: the message must go by way of records.</returns>
    public bool TryEvaluate(ReadOnlySpan<FlatValue> values, out FlatValue result)
    {
        if (_memo is not null && _memo.TryFind(values[_function.Inputs[0]], out result))
        {
            return true;
        }

        foreach (int input in _function.Inputs)
        {
            _inputs.Values[input] = Object(values[input]);
        }

        object? computed;
        try
        {
            computed = _function.Compute(_inputs);
        }
        catch (RecordExpressionException)
        {
            result = default;
            return false;
        }

        if (!TryFlatten(computed, out result))
        {
            return false;
        }

        _memo?.Keep(values[_function.Inputs[0]], result);
        return true;
    }

    // The same objects that the reader of records makes.
    private static object? Object(in FlatValue value) => value.Kind switch
    {
        ScalarKind.Text => Encoding.UTF8.GetString(value.Text),
        ScalarKind.Int => (int)value.Bits,
        ScalarKind.Long => value.Bits,
        ScalarKind.Double => value.Double,
        ScalarKind.Boolean => value.Bits != 0,
        _ => null,
    };

    private bool TryFlatten(object? computed, out FlatValue value)
    {
        value = computed switch
        {
            int number => FlatValue.Of(ScalarKind.Int, number),
            long number => FlatValue.Of(ScalarKind.Long, number),
            double number => FlatValue.Of(ScalarKind.Double, BitConverter.DoubleToInt64Bits(number)),
            bool flag => FlatValue.Of(ScalarKind.Boolean, flag ? 1 : 0),
            string text => Flatten(text),
            _ => default,
        };
        return computed is null || value.Kind != ScalarKind.Null;
    }

    private FlatValue Flatten(string text)
    {
        int room = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < room)
        {
            _text = GC.AllocateUninitializedArray<byte>(Math.Max(room, _text.Length * 2), pinned: true);
        }

        return FlatValue.OfText((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_text)), Encoding.UTF8.GetBytes(text, _text));
    }
}
