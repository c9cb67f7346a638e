using ProtoBuf;

namespace UnitTests.Ingestion.Protobuf;

#pragma warning disable CA1002, CA2227, MA0016 // the encoder sets the lists
public enum Colour
{
    Red = 0,
    Green = 1,
    Blue = -5,
}

/// <summary>A message with every type of field, as protobuf-net writes it: the twin of our reader.</summary>
[ProtoContract]
public sealed class Everything
{
    [ProtoMember(1)]
    public double AsDouble { get; set; }

    [ProtoMember(2)]
    public float AsFloat { get; set; }

    [ProtoMember(3)]
    public int AsInt32 { get; set; }

    [ProtoMember(4)]
    public long AsInt64 { get; set; }

    [ProtoMember(5)]
    public uint AsUInt32 { get; set; }

    [ProtoMember(6)]
    public ulong AsUInt64 { get; set; }

    [ProtoMember(7, DataFormat = DataFormat.ZigZag)]
    public int AsSInt32 { get; set; }

    [ProtoMember(8, DataFormat = DataFormat.ZigZag)]
    public long AsSInt64 { get; set; }

    [ProtoMember(9, DataFormat = DataFormat.FixedSize)]
    public uint AsFixed32 { get; set; }

    [ProtoMember(10, DataFormat = DataFormat.FixedSize)]
    public ulong AsFixed64 { get; set; }

    [ProtoMember(11, DataFormat = DataFormat.FixedSize)]
    public int AsSFixed32 { get; set; }

    [ProtoMember(12, DataFormat = DataFormat.FixedSize)]
    public long AsSFixed64 { get; set; }

    [ProtoMember(13)]
    public bool AsBool { get; set; }

    [ProtoMember(14)]
    public Colour AsEnum { get; set; }

    [ProtoMember(15)]
    public string AsText { get; set; } = "";

    [ProtoMember(16)]
    public byte[] AsBytes { get; set; } = [];

    [ProtoMember(300)]
    public Everything? Nested { get; set; }

    [ProtoMember(301, IsPacked = true)]
    public List<int> Packed { get; set; } = [];

    [ProtoMember(302, IsPacked = false)]
    public List<int> Unpacked { get; set; } = [];

    [ProtoMember(303, IsPacked = true, DataFormat = DataFormat.ZigZag)]
    public List<long> PackedSigned { get; set; } = [];

    [ProtoMember(304, IsPacked = true)]
    public List<double> PackedDoubles { get; set; } = [];

    [ProtoMember(305, IsPacked = true)]
    public List<bool> PackedBools { get; set; } = [];

    [ProtoMember(306)]
    public List<string> Texts { get; set; } = [];

    [ProtoMember(307)]
    public List<Everything> Messages { get; set; } = [];

    [ProtoMember(308)]
    public Dictionary<string, int> Counts { get; set; } = [];

    [ProtoMember(309)]
    public Dictionary<int, Everything> ByNumber { get; set; } = [];

    [ProtoMember(310, IsPacked = true)]
    public List<Colour> Colours { get; set; } = [];

    [ProtoMember(311, DataFormat = DataFormat.Group)]
    public Everything? Group { get; set; }
}
