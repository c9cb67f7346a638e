using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Segments.Schema;

namespace Segments.Files;

/// <summary>Writes a segment's directory (docs/segment-format.md, "Directory").</summary>
internal sealed class DirectoryWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The bytes of a directory.</summary>
    public static byte[] Write(SegmentDirectory directory)
    {
        DirectoryWriter writer = new();
        writer.Segment(directory);
        writer.Int(directory.Schema.Columns.Count);
        for (int column = 0; column < directory.Schema.Columns.Count; column++)
        {
            DirectoryWriter record = new();
            record.Column(directory.Schema.Columns[column], directory.Columns[column]);
            writer.Blob(record._bytes.WrittenSpan);
        }

        writer.Int(directory.Sections.Count);
        foreach (Section section in directory.Sections)
        {
            writer.Int((int)section.Kind);
            writer.Int(section.Column);
            writer.Long(section.Offset);
            writer.Long(section.Length);
            writer.Int((int)section.Checksum);
        }

        return writer._bytes.WrittenSpan.ToArray();
    }

    private void Segment(SegmentDirectory directory)
    {
        Text(directory.Name);
        Text(directory.Schema.Name);
        Int(directory.Partition);
        Int(directory.Sequence);
        Long(directory.StartOffset);
        Long(directory.EndOffset);
        Int(directory.RowCount);
        Long(directory.CreatedAt.ToUnixTimeMilliseconds());
        Long(directory.SealedAt.ToUnixTimeMilliseconds());
        Long(directory.LastIndexedAt?.ToUnixTimeMilliseconds() ?? long.MinValue);
    }

    private void Column(ColumnSchema schema, ColumnEntry entry)
    {
        Text(schema.Name);
        Text(schema.Type.PinotName());
        Int((int)schema.Role);
        Int((schema.IsMultiValue ? 1 : 0) | (schema.KeepsNulls ? 2 : 0) | (schema.Format is null ? 0 : 4) | (schema.Granularity is null ? 0 : 8)
            | (entry.Statistics is null ? 0 : 16) | (entry.Statistics?.Sum is null ? 0 : 32));
        Value(schema.Default);
        Int(schema.MaxLength);
        Int((int)schema.LongText);
        Text(schema.Format ?? "");
        Text(schema.Granularity ?? "");
        Int((int)entry.Encoding);
        if (entry.Statistics is { } statistics)
        {
            Value(statistics.Min);
            Value(statistics.Max);
            Value(ColumnValue.Of(statistics.Sum ?? 0));
        }
    }

    private void Value(ColumnValue value)
    {
        switch (value.Physical)
        {
            case PhysicalType.Long:
                Long(value.Long);
                break;
            case PhysicalType.Double:
                Long(BitConverter.DoubleToInt64Bits(value.Double));
                break;
            default:
                Blob(value.Bytes.Span);
                break;
        }
    }

    private void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    private void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    private void Text(string value) => Blob(Encoding.UTF8.GetBytes(value));

    private void Blob(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _bytes.Write(value);
    }
}
