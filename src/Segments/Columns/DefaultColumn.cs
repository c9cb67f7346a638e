using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Segments.Schema;

namespace Segments.Columns;

/// <summary>A column that a segment is too old to have: every row has the default, and is null where nulls are kept.</summary>
internal sealed class DefaultColumn : ColumnReader
{
    private readonly byte[] _pinned;
    private readonly ConstantDictionary? _dictionary;

    public DefaultColumn(ColumnSchema schema, int rowCount)
        : base(schema, rowCount)
    {
        _pinned = GC.AllocateUninitializedArray<byte>(schema.Default.Bytes.Length, pinned: true);
        schema.Default.Bytes.CopyTo(_pinned);
        _dictionary = schema.Physical == PhysicalType.Bytes ? new ConstantDictionary(this) : null;
    }

    /// <inheritdoc/>
    public override ColumnStatistics? Statistics =>
        RowCount == 0 ? null : new ColumnStatistics(Schema.Default, Schema.Default, IsExact: true, Sum: null);

    /// <inheritdoc/>
    public override TextDictionary? Dictionary => _dictionary;

    /// <inheritdoc/>
    public override bool HasNulls => Schema.KeepsNulls && RowCount > 0;

    /// <inheritdoc/>
    public override ReadOnlySpan<long> Longs(int block, Span<long> scratch) =>
        Schema.Physical == PhysicalType.Long ? Fill(scratch, Schema.Default.Long, block) : base.Longs(block, scratch);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Doubles(int block, Span<double> scratch) =>
        Schema.Physical == PhysicalType.Double ? Fill(scratch, Schema.Default.Double, block) : base.Doubles(block, scratch);

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Ids(int block, Span<int> scratch) =>
        _dictionary is null ? base.Ids(block, scratch) : Fill(scratch, 0, block);

    /// <inheritdoc/>
    public override ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded) =>
        _dictionary is null ? base.Texts(block, scratch, decoded) : Fill(scratch, Text(), block);

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Offsets(int block, Span<int> scratch)
    {
        if (!Schema.IsMultiValue)
        {
            return base.Offsets(block, scratch);
        }

        int rows = ValueCount(block);
        for (int row = 0; row <= rows; row++)
        {
            scratch[row] = row;
        }

        return scratch[..(rows + 1)];
    }

    /// <inheritdoc/>
    public override bool Nulls(int block, Span<ulong> mask)
    {
        mask.Clear();
        int rows = HasNulls ? ValueCount(block) : 0;
        mask[..(rows / 64)].Fill(ulong.MaxValue);
        if (rows % 64 != 0)
        {
            mask[rows / 64] = (1UL << (rows % 64)) - 1;
        }

        return rows > 0;
    }

    /// <inheritdoc/>
    public override bool TryBlockRange(int block, out long min, out long max)
    {
        (min, max) = (Schema.Default.Long, Schema.Default.Long);
        return Schema.Physical == PhysicalType.Long || base.TryBlockRange(block, out min, out max);
    }

    private ReadOnlySpan<T> Fill<T>(Span<T> scratch, T value, int block)
    {
        Span<T> filled = scratch[..ValueCount(block)];
        filled.Fill(value);
        return filled;
    }

    private unsafe Utf8Slice Text() =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned)), _pinned.Length);

    private sealed class ConstantDictionary(DefaultColumn column) : TextDictionary
    {
        public override int Count => Math.Min(column.RowCount, 1);

        public override bool IsSorted => true;

        public override Utf8Slice this[int id] => column.Text();

        public override bool TryFind(ReadOnlySpan<byte> value, out int id)
        {
            id = 0;
            return column.RowCount > 0 && value.SequenceEqual(column._pinned);
        }
    }
}
