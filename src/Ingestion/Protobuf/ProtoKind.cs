namespace Ingestion.Protobuf;

/// <summary>The types of Protobuf's fields; a group is a message in another frame.</summary>
internal enum ProtoKind
{
    Double,
    Float,
    Int32,
    Int64,
    UInt32,
    UInt64,
    SInt32,
    SInt64,
    Fixed32,
    Fixed64,
    SFixed32,
    SFixed64,
    Bool,
    Enum,
    Text,
    Bytes,
    Message,
}

/// <summary>The frames in which values stand on the wire; the last three bits of a tag.</summary>
internal enum WireType
{
    Varint = 0,
    Eight = 1,
    Block = 2,
    GroupStart = 3,
    GroupEnd = 4,
    Four = 5,
}
