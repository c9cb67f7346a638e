using System.Buffers.Binary;
using System.Text;
using Segments.Columns;
using Segments.Schema;

namespace Segments.Files;

/// <summary>Reads a segment's directory, front to back.</summary>
/// <remarks>The bytes have passed their checksum: what is refused here was written by another program or version.</remarks>
internal ref struct DirectoryReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private int _position;

    private DirectoryReader(ReadOnlySpan<byte> bytes, string path)
    {
        _bytes = bytes;
        _path = path;
    }

    /// <exception cref="SegmentFormatException">The directory ends early, or names something unknown.</exception>
    public static SegmentDirectory Read(ReadOnlySpan<byte> bytes, string path)
    {
        DirectoryReader reader = new(bytes, path);
        string name = reader.Text();
        string schemaName = reader.Text();
        SegmentDirectory directory = new()
        {
            Name = name,
            Partition = reader.Int(),
            Sequence = reader.Int(),
            StartOffset = reader.Long(),
            EndOffset = reader.Long(),
            RowCount = reader.Count(int.MaxValue),
            CreatedAt = reader.Time(),
            SealedAt = reader.Time(),
            LastIndexedAt = reader.TimeOrNone(),
            Schema = null!,
            Columns = [],
            Sections = [],
        };
        List<ColumnSchema> schemas = [];
        List<ColumnEntry> entries = [];
        for (int column = reader.Count(bytes.Length); column > 0; column--)
        {
            DirectoryReader record = new(reader.Blob(), path);
            ColumnSchema schema = record.Column(out int flags);
            schemas.Add(schema);
            entries.Add(record.Entry(schema, flags));
        }

        List<Section> sections = [];
        for (int section = reader.Count(bytes.Length); section > 0; section--)
        {
            sections.Add(new Section((SectionKind)reader.Int(), reader.Int(), reader.Long(), reader.Long(), (uint)reader.Int()));
        }

        return directory with { Schema = new TableSchema(schemaName, schemas), Columns = entries, Sections = sections };
    }

    private ColumnSchema Column(out int flags)
    {
        string name = Text();
        string typeName = Text();
        if (!DataTypes.TryParse(typeName, out DataType type))
        {
            throw Wrong($"column '{name}' has the unknown type '{typeName}'");
        }

        FieldRole role = (FieldRole)Count((int)FieldRole.DateTime);
        flags = Int();
        ColumnValue defaultValue = Value(type.Physical());
        int maxLength = Int();
        LengthStrategy longText = (LengthStrategy)Count((int)LengthStrategy.Keep);
        string format = Text();
        string granularity = Text();
        return new ColumnSchema
        {
            Name = name,
            Type = type,
            Role = role,
            IsMultiValue = (flags & 1) != 0,
            KeepsNulls = (flags & 2) != 0,
            Default = defaultValue,
            MaxLength = maxLength,
            LongText = longText,
            Format = (flags & 4) != 0 ? format : null,
            Granularity = (flags & 8) != 0 ? granularity : null,
        };
    }

    private ColumnEntry Entry(ColumnSchema schema, int flags)
    {
        ColumnEncoding encoding = (ColumnEncoding)Int();
        if ((flags & 16) == 0)
        {
            return new ColumnEntry(encoding, null);
        }

        ColumnValue min = Value(schema.Physical);
        ColumnValue max = Value(schema.Physical);
        double sum = BitConverter.Int64BitsToDouble(Long());
        return new ColumnEntry(encoding, new ColumnStatistics(min, max, IsExact: true, (flags & 32) != 0 ? sum : null));
    }

    private ColumnValue Value(PhysicalType physical) => physical switch
    {
        PhysicalType.Long => ColumnValue.Of(Long()),
        PhysicalType.Double => ColumnValue.Of(BitConverter.Int64BitsToDouble(Long())),
        _ => ColumnValue.Of(Blob().ToArray()),
    };

    private DateTimeOffset Time()
    {
        long millis = Long();
        return millis >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && millis <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(millis)
            : throw Wrong($"{millis} is no time");
    }

    private DateTimeOffset? TimeOrNone()
    {
        if (_bytes.Length - _position >= sizeof(long) && BinaryPrimitives.ReadInt64LittleEndian(_bytes[_position..]) == long.MinValue)
        {
            _position += sizeof(long);
            return null;
        }

        return Time();
    }

    private int Count(int most)
    {
        int value = Int();
        return value >= 0 && value <= most ? value : throw Wrong($"{value} is not between 0 and {most}");
    }

    private int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    private long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    private string Text() => Encoding.UTF8.GetString(Blob());

    private ReadOnlySpan<byte> Blob() => Take(Count(_bytes.Length));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_bytes.Length - _position < length)
        {
            throw Wrong($"{length} bytes wanted, {_bytes.Length - _position} left");
        }

        _position += length;
        return _bytes.Slice(_position - length, length);
    }

    private readonly SegmentFormatException Wrong(string reason) => new(_path, $"directory, byte {_position}", reason);
}
