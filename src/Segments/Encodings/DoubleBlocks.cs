using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Segments.Encodings;

/// <summary>A block of floating-point numbers: as decimals where every one is exactly an integer through a power of ten, else their bits.</summary>
/// <param name="isFloat">True if values are floats, widened.</param>
/// <param name="missing">Default of missing values; where it is no decimal (negative infinity), it is left out as an outlier.</param>
internal readonly unsafe struct DoubleBlocks(bool isFloat, double missing)
{
    private const int LargestExponent = 15;
    private const double LargestInteger = 1L << 53;

    private static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Chooses how to store a block.</summary>
    /// <param name="values">The block.</param>
    /// <param name="integers">As long; receives what is to be packed.</param>
    /// <returns>Its header, without the offset.</returns>
    public BlockHeader Plan(ReadOnlySpan<double> values, Span<long> integers)
    {
        bool hasOutlier = !TryScale(missing, 0, out _)
            && MemoryMarshal.Cast<double, long>(values).Contains(BitConverter.DoubleToInt64Bits(missing));
        int exponent = ToDecimals(values, integers, hasOutlier);
        bool isDecimal = exponent <= LargestExponent && !(hasOutlier && IsAllMissing(values));
        if (!isDecimal)
        {
            ToBits(values, integers);
        }

        if (values.IsEmpty)
        {
            return new BlockHeader { Mode = BlockMode.Bits };
        }

        (long min, long max) = ValueRange.Of<long>(integers);
        return new BlockHeader
        {
            Min = min,
            Max = max,
            Count = values.Length,
            Width = (byte)BitPacking.WidthOf((ulong)(max - min)),
            Mode = isDecimal ? BlockMode.Decimals : BlockMode.Bits,
            Exponent = (byte)(isDecimal ? exponent : 0),
            Flags = isDecimal && hasOutlier ? BlockHeader.OutlierFlag : (byte)0,
        };
    }

    /// <summary>The data of a planned block.</summary>
    public void Encode(BlockHeader header, ReadOnlySpan<double> values, ReadOnlySpan<long> integers, ArrayBufferWriter<byte> target)
    {
        if (header.HasOutlier)
        {
            Outlier.WritePrefix(MemoryMarshal.Cast<double, long>(values), BitConverter.DoubleToInt64Bits(missing), header.Min, target);
        }

        LongBlocks.Pack(integers, header.Min, header.Width, target);
    }

    /// <summary>Bytes a block takes in the data section.</summary>
    public static long EncodedBytes(BlockHeader header) =>
        BitPacking.PackedBytes(header.Count, header.Width) + (header.HasOutlier ? Outlier.PrefixBytes(header.Count) : 0);

    /// <summary>True if an exponent read from a file is one.</summary>
    public static bool IsExponent(byte exponent) => exponent <= LargestExponent;

    /// <summary>Reads a block.</summary>
    public void Decode(in BlockHeader header, byte* data, Span<double> values)
    {
        Span<long> integers = MemoryMarshal.Cast<double, long>(values);
        BitPacking.Unpack(data + (header.HasOutlier ? Outlier.PrefixBytes(header.Count) : 0), header.Width, header.Min, integers);
        if (header.Mode == BlockMode.Decimals)
        {
            Divide(integers, Powers[header.Exponent], values);
            if (isFloat)
            {
                RoundToFloat(values);
            }

            if (header.HasOutlier)
            {
                Outlier.Restore(data, integers); // the same memory, as bits
            }
        }
        else if (isFloat)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = BitConverter.Int32BitsToSingle((int)integers[i]);
            }
        }
    }

    /// <summary>In place: integers and quotients share their memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as BitPacking: fast from the first query on
    private static void Divide(Span<long> integers, double power, Span<double> values)
    {
        ref long source = ref MemoryMarshal.GetReference(integers);
        ref double target = ref MemoryMarshal.GetReference(values);
        Vector512<double> divisor = Vector512.Create(power);
        int i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            (Vector512.ConvertToDouble(Vector512.LoadUnsafe(ref source, (nuint)i)) / divisor).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            values[i] = integers[i] / power;
        }
    }

    private static void RoundToFloat(Span<double> values)
    {
        foreach (ref double value in values)
        {
            value = (float)value;
        }
    }

    private void ToBits(ReadOnlySpan<double> values, Span<long> integers)
    {
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = isFloat ? (uint)BitConverter.SingleToInt32Bits((float)values[i]) : BitConverter.DoubleToInt64Bits(values[i]);
        }
    }

    /// <summary>The smallest exponent that is exact for every value, with the integers.</summary>
    /// <returns>More than <see cref="LargestExponent"/> if there is none.</returns>
    private int ToDecimals(ReadOnlySpan<double> values, Span<long> integers, bool hasOutlier)
    {
        long outlier = BitConverter.DoubleToInt64Bits(missing);
        long other = 0; // takes the outlier's place, so that it does not widen the range
        int exponent = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (hasOutlier && BitConverter.DoubleToInt64Bits(values[i]) == outlier)
            {
                integers[i] = other;
                continue;
            }

            if (TryScale(values[i], exponent, out integers[i]))
            {
                other = integers[i];
                continue;
            }

            do
            {
                exponent++;
            }
            while (exponent <= LargestExponent && !TryScale(values[i], exponent, out _));

            if (exponent > LargestExponent)
            {
                return exponent;
            }

            i = -1; // what fitted the smaller exponent is scaled again; at most fifteen times
        }

        return exponent;
    }

    private bool IsAllMissing(ReadOnlySpan<double> values) =>
        MemoryMarshal.Cast<double, long>(values).IndexOfAnyExcept(BitConverter.DoubleToInt64Bits(missing)) < 0;

    private bool TryScale(double value, int exponent, out long integer)
    {
        double scaled = Math.Round(value * Powers[exponent]);
        if (!(Math.Abs(scaled) <= LargestInteger))
        {
            integer = 0;
            return false; // NaN, infinite or too large
        }

        integer = (long)scaled;
        double back = integer / Powers[exponent];
        return BitConverter.DoubleToInt64Bits(isFloat ? (float)back : back) == BitConverter.DoubleToInt64Bits(value);
    }
}
