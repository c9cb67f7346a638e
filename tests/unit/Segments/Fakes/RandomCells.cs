using System.Globalization;
using Segments.Schema;

namespace UnitTests.Segments.Fakes;

/// <summary>Cells of a column by row number, drawn from one of many shapes: constant, few, many, sorted, extreme, text templates.</summary>
internal static class RandomCells
{
    private static readonly double[] OddDoubles =
        [0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 0.1, -1.5, 1e300, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001)];

    public static Func<int, object?> Of(Random random, ColumnSchema column)
    {
        Func<int, object> value = column.Physical switch
        {
            PhysicalType.Long => Longs(random, column.Type),
            PhysicalType.Double => Doubles(random, column.Type),
            _ => Texts(random),
        };
        int nullPercent = random.Next(3) * 10;
        int longestList = random.Next(1, 6);
        return row => random.Next(100) < nullPercent ? null
            : column.IsMultiValue ? Enumerable.Range(0, random.Next(longestList + 1)).Select(_ => value(row)).ToArray()
            : value(row);
    }

    private static Func<int, object> Longs(Random random, DataType type)
    {
        if (type == DataType.Boolean)
        {
            return _ => (long)random.Next(2);
        }

        (long min, long max) = type == DataType.Int ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        long start = random.NextInt64(min, max);
        int bits = random.Next(1, type == DataType.Int ? 32 : 64);
        return random.Next(6) switch
        {
            0 => _ => start,
            1 => row => Math.Clamp((start / 2) + row, min, max),
            2 => row => Math.Clamp((start / 2) + (row / 100), min, max),
            3 => _ => random.NextInt64(min, max),
            4 => _ => random.Next(5) switch { 0 => min, 1 => max, _ => 0L },
            _ => _ => (start / 4) + (random.NextInt64(1L << (bits - 1)) / 4),
        };
    }

    private static Func<int, object> Doubles(Random random, DataType type)
    {
        double scale = Math.Pow(10, random.Next(0, 7));
        int range = random.Next(1, 1_000_000);
        Func<int, double> value = random.Next(6) switch
        {
            0 => _ => OddDoubles[random.Next(OddDoubles.Length)],
            1 => _ => random.NextDouble(),
            2 => _ => random.Next(range) / scale,
            3 => _ => random.Next(-range, range) / scale,
            4 => row => row < 4096 ? random.Next(range) / 100.0 : BitConverter.Int64BitsToDouble(random.NextInt64()),
            _ => _ => random.Next(10) == 0 ? OddDoubles[random.Next(OddDoubles.Length)] : random.Next(100),
        };
        return type == DataType.Float ? row => (double)(float)value(row) : row => value(row);
    }

    private static Func<int, object> Texts(Random random)
    {
        int distinct = random.Next(1, 300);
        return random.Next(8) switch
        {
            0 => _ => PlainRows.Utf8("same"),
            1 => _ => PlainRows.Utf8("user" + random.Next(distinct)),
            2 => _ => PlainRows.Utf8(Guid.NewGuid().ToString()),
            3 => _ => PlainRows.Utf8(random.NextInt64(1L << 32).ToString("x8", CultureInfo.InvariantCulture)),
            4 => row => PlainRows.Utf8(row < 5000 ? Guid.NewGuid().ToString() : "not a uuid " + row),
            5 => _ => Bytes(random, random.Next(40)),
            6 => _ => random.Next(500) == 0 ? Bytes(random, 70_000) : PlainRows.Utf8("é" + random.Next()),
            _ => row => PlainRows.Utf8(row % 3 == 0 ? "" : "row " + row),
        };
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
