namespace Ingestion.Protobuf;

/// <summary>A field of a message, made for reading.</summary>
internal sealed class ProtoField
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required ProtoKind Kind { get; init; }

    /// <summary>True for lists and maps.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>True if it can be told whether it was written: an absent field is null and not its type's zero.</summary>
    public bool HasPresence { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True if a text that is no UTF-8 spoils the message; otherwise it is repaired.</summary>
    public bool ChecksUtf8 { get; init; }

    /// <summary>Type of a message.</summary>
    public ProtoMessage? Message { get; init; }

    /// <summary>Type of an enum.</summary>
    public ProtoEnum? Enum { get; init; }

    /// <summary>Number of the <c>oneof</c> it is a member of; -1 for none.</summary>
    public int Oneof { get; init; } = -1;

    /// <summary>The other members of that <c>oneof</c>: writing one removes them.</summary>
    public ProtoField[] Rivals { get; set; } = [];

    /// <summary>True if a map is written by entries of this field.</summary>
    public bool IsMap => IsRepeated && Message is { IsMapEntry: true };

    /// <summary>The frame a single value stands in.</summary>
    public WireType Wire => Kind switch
    {
        ProtoKind.Double or ProtoKind.Fixed64 or ProtoKind.SFixed64 => WireType.Eight,
        ProtoKind.Float or ProtoKind.Fixed32 or ProtoKind.SFixed32 => WireType.Four,
        ProtoKind.Text or ProtoKind.Bytes or ProtoKind.Message => WireType.Block,
        _ => WireType.Varint,
    };

    /// <summary>True if a value in that frame is one of this field; any other is that of an unknown field.</summary>
    public bool Takes(WireType wire) => wire == Wire || (wire == WireType.Block && IsRepeated) || (wire == WireType.GroupStart && Kind == ProtoKind.Message);

    /// <summary>What stands for an absent value where null does not: the type's zero. Null for messages.</summary>
    public object? Zero => Kind switch
    {
        ProtoKind.Double => 0d,
        ProtoKind.Float => 0f,
        ProtoKind.Int64 or ProtoKind.SInt64 or ProtoKind.SFixed64 or ProtoKind.UInt64 or ProtoKind.Fixed64 => 0L,
        ProtoKind.Bool => false,
        ProtoKind.Text => "",
        ProtoKind.Bytes => Array.Empty<byte>(),
        ProtoKind.Enum => Enum!.Default,
        ProtoKind.Message => null,
        _ => 0,
    };

    /// <summary>True if a value is the type's zero.</summary>
    public bool IsZero(object? value) => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number) == 0,
        float number => BitConverter.SingleToInt32Bits(number) == 0,
        byte[] bytes => bytes.Length == 0,
        _ => Equals(value, Zero),
    };
}
