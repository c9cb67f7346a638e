using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;
using Segments.Schema;

namespace Segments.Sealing;

/// <summary>Writes the columns of a frozen segment one after the other.</summary>
internal sealed class ColumnSealer(SegmentFileWriter writer)
{
    private readonly BlockSink _blocks = new(writer);
    private readonly TextSealer _texts = new(writer);
    private readonly ulong[] _mask = new ulong[ColumnReader.BlockRows / 64];
    private readonly int[] _offsets = new int[ColumnReader.BlockRows + 1];

    /// <summary>Writes the sections of a column.</summary>
    /// <param name="column">Of a frozen consuming segment.</param>
    /// <param name="ordinal">In the segment's schema.</param>
    /// <returns>What the directory says of it.</returns>
    public ColumnEntry Seal(ColumnReader column, int ordinal)
    {
        ColumnEntry entry = column.Schema.Physical switch
        {
            PhysicalType.Long => SealLongs(column, ordinal),
            PhysicalType.Double => SealDoubles(column, ordinal),
            _ => _texts.Seal(column, ordinal),
        };
        if (column.Schema.IsMultiValue)
        {
            SealLists(column, ordinal);
        }

        if (column.HasNulls)
        {
            SealNulls(column, ordinal);
        }

        return entry;
    }

    /// <summary>Number of blocks of a column.</summary>
    public static int BlockCount(ColumnReader column) => (column.RowCount + ColumnReader.BlockRows - 1) / ColumnReader.BlockRows;

    private ColumnEntry SealLongs(ColumnReader column, int ordinal)
    {
        LongSummary summary = new();
        long[] scratch = [];
        for (int block = 0; block < BlockCount(column); block++)
        {
            ReadOnlySpan<long> values = column.Longs(block, Room(ref scratch, column.ValueCount(block)));
            _blocks.AddLongs(values, column.Schema.Default.Long);
            summary.Add(values);
        }

        _blocks.EndSections(SectionKind.ValueData, SectionKind.ValueBlocks, ordinal);
        return new ColumnEntry(ColumnEncoding.Longs, summary.Statistics);
    }

    private ColumnEntry SealDoubles(ColumnReader column, int ordinal)
    {
        DoubleBlocks encoding = new(column.Schema.Type == DataType.Float, column.Schema.Default.Double);
        DoubleSummary summary = new();
        double[] scratch = [];
        for (int block = 0; block < BlockCount(column); block++)
        {
            ReadOnlySpan<double> values = column.Doubles(block, Room(ref scratch, column.ValueCount(block)));
            _blocks.AddDoubles(values, encoding);
            summary.Add(values);
        }

        _blocks.EndSections(SectionKind.ValueData, SectionKind.ValueBlocks, ordinal);
        return new ColumnEntry(ColumnEncoding.Doubles, summary.Statistics);
    }

    private void SealLists(ColumnReader column, int ordinal)
    {
        long[] lengths = new long[ColumnReader.BlockRows];
        for (int block = 0; block < BlockCount(column); block++)
        {
            ReadOnlySpan<int> offsets = column.Offsets(block, _offsets);
            for (int row = 0; row < offsets.Length - 1; row++)
            {
                lengths[row] = offsets[row + 1] - offsets[row];
            }

            _blocks.AddLongs(lengths.AsSpan(0, offsets.Length - 1), outlier: null);
        }

        _blocks.EndSections(SectionKind.ListData, SectionKind.ListBlocks, ordinal);
    }

    private void SealNulls(ColumnReader column, int ordinal)
    {
        for (int block = 0; block < BlockCount(column); block++)
        {
            column.Nulls(block, _mask);
            writer.Write(MemoryMarshal.AsBytes<ulong>(_mask));
        }

        writer.EndSection(SectionKind.NullBits, ordinal);
    }

    /// <summary>A scratch array that grows.</summary>
    public static Span<T> Room<T>(ref T[] scratch, int count)
    {
        if (scratch.Length < count)
        {
            scratch = new T[Math.Max(count, ColumnReader.BlockRows)];
        }

        return scratch.AsSpan(0, count);
    }
}
