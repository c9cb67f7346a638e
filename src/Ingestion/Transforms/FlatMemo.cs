using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Decoding;

namespace Ingestion.Transforms;

/// <summary>Results of an expression of one field by the value of that field, as <see cref="ResultMemo"/> keeps them of objects. One thread at a time.</summary>
internal sealed unsafe class FlatMemo
{
    private const int Places = 1024;
    private const int MaxInput = 64;
    private const int MaxResult = 128;

    private readonly Place[] _places = new Place[Places];
    private readonly byte[] _texts = GC.AllocateUninitializedArray<byte>(Places * (MaxInput + MaxResult), pinned: true); // of a place its input, then its result
    private readonly MemoPace _pace = new();

    private struct Place
    {
        public bool IsTaken;
        public FlatValue Input;
        public FlatValue Result;
    }

    /// <summary>The result for a value, if it is known.</summary>
    public bool TryFind(in FlatValue input, out FlatValue result)
    {
        if (!_pace.TryAsk())
        {
            result = default;
            return false;
        }

        ref Place place = ref _places[Hash(input)];
        if (!place.IsTaken || place.Input.Kind != input.Kind || place.Input.Bits != input.Bits || !place.Input.Text.SequenceEqual(input.Text))
        {
            result = default;
            return false;
        }

        _pace.Hit();
        result = place.Result;
        return true;
    }

    /// <summary>Keeps a result that <see cref="TryFind"/> did not know, unless it or the value is long.</summary>
    public void Keep(in FlatValue input, in FlatValue result)
    {
        if (_pace.IsResting || input.Text.Length > MaxInput || result.Text.Length > MaxResult)
        {
            return;
        }

        uint number = Hash(input);
        ref Place place = ref _places[number];
        byte* texts = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_texts)) + (number * (MaxInput + MaxResult));
        (place.IsTaken, place.Input, place.Result) = (true, Copy(input, texts), Copy(result, texts + MaxInput));
    }

    private static FlatValue Copy(in FlatValue value, byte* to)
    {
        if (value.Kind != ScalarKind.Text)
        {
            return value;
        }

        value.Text.CopyTo(new Span<byte>(to, value.Text.Length));
        return FlatValue.OfText(to, value.Text.Length);
    }

    private static uint Hash(in FlatValue value)
    {
        ulong bits = value.Kind == ScalarKind.Text ? TextCache.Hash(value.Text) : (ulong)value.Bits;
        return (uint)((bits * 0x9E3779B97F4A7C15) >> 54);
    }
}
