using CsCheck;
using Ingestion.Protobuf;
using ProtoBuf;
using ProtoBuf.Meta;

namespace UnitTests.Ingestion.Protobuf;

public sealed class ProtoMessageReaderTests
{
    [Theory]
    [InlineData(ProtoSyntax.Proto3)]
    [InlineData(ProtoSyntax.Proto2)]
    public void Values_are_those_that_another_library_wrote(ProtoSyntax syntax)
    {
        ProtoMessage type = Twin(syntax);

        Gen.Int.Sample(
            seed =>
            {
                Everything message = new RandomProto(seed).Message(2);

                (Func<string, object?> values, string? fault) = Read(type, Bytes(message));

                Assert.Null(fault);
                Assert.Equal(Expected(message, syntax), RandomProto.Actual(values));
            },
            iter: 1000);
    }

    [Fact]
    public void A_damaged_message_is_read_or_refused_and_never_more()
    {
        ProtoMessage type = Twin(ProtoSyntax.Proto3);
        string[] some = [.. RandomProto.Names.Where((_, place) => place % 3 == 0)];

        Gen.Select(Gen.Int, Gen.Byte, Gen.Int[0, 2000], Gen.Int[0, 2000]).Sample(
            (seed, noise, place, cut) =>
            {
                byte[] bytes = Bytes(new RandomProto(seed).Message(2));
                if (place < bytes.Length)
                {
                    bytes[place] ^= noise;
                }

                long before = GC.GetAllocatedBytesForCurrentThread();
                Read(type, bytes.AsSpan(0, Math.Min(cut, bytes.Length)));
                new ProtoMessageReader(type, name => Array.IndexOf(some, name)).Read(bytes, new object?[some.Length]);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (1000 * bytes.Length));
            },
            iter: 3000);
    }

    [Theory]
    [InlineData("08-01", "a=1 b=0 c=null d=RED t=''")]
    [InlineData("", "a=0 b=0 c=null d=RED t=''")]
    [InlineData("08-01 08-02", "a=2 b=0 c=null d=RED t=''")]
    [InlineData("18-00", "a=0 b=0 c=0 d=RED t=''")]
    [InlineData("20-05", "a=0 b=0 c=null d=BLUE t=''")]
    [InlineData("20-07", "a=0 b=0 c=null d=UNKNOWN_ENUM_VALUE_Colour_7 t=''")]
    [InlineData("08-FF-FF-FF-FF-FF-FF-FF-FF-FF-01", "a=-1 b=0 c=null d=RED t=''")]
    [InlineData("10-FF-FF-FF-FF-0F", "a=0 b=4294967295 c=null d=RED t=''")]
    [InlineData("2A-02-68-69", "a=0 b=0 c=null d=RED t='hi'")]
    [InlineData("0D-01-02-03-04", "a=0 b=0 c=null d=RED t=''")] // a in another frame is an unknown field
    [InlineData("F8-07-01 FA-07-01-61 FD-07-01-02-03-04 F9-07-01-02-03-04-05-06-07-08 08-03", "a=3 b=0 c=null d=RED t=''")]
    [InlineData("FB-07-08-01-13-14-FC-07 08-03", "a=3 b=0 c=null d=RED t=''")] // an unknown group with a group inside
    public void Scalars_are_read_and_unknown_fields_stepped_over(string wire, string expected)
    {
        ProtoMessage type = TypeOf("""syntax = "proto3"; message M { int32 a = 1; uint32 b = 2; optional int32 c = 3; Colour d = 4; string t = 5; } enum Colour { RED = 0; BLUE = 5; }""", "M");

        Assert.Equal(expected, Show(type, wire));
    }

    [Theory]
    [InlineData("0A-02-08-01", "m={x:1} l=null k=null")]
    [InlineData("0A-00", "m=null l=null k=null")]
    [InlineData("0A-02-08-00", "m=null l=null k=null")] // a zero that cannot be told from nothing
    [InlineData("0A-02-08-01 0A-02-10-02", "m={x:1,y:2} l=null k=null")] // two parts of one message
    [InlineData("0A-02-1A-00", "m={up:null} l=null k=null")]
    [InlineData("0A-04-1A-02-08-01 0A-04-1A-02-10-02", "m={up:{x:1,y:2}} l=null k=null")]
    [InlineData("12-02-08-01 12-00 12-02-08-02", "m=null l=[{x:1},{x:2}] k=null")]
    [InlineData("1A-04-08-05-10-06", "m=null l=null k={5:6}")]
    [InlineData("1A-02-08-05 1A-02-10-07 1A-00", "m=null l=null k={0:0,5:0}")]
    [InlineData("1A-04-08-05-10-06 1A-04-08-05-10-07", "m=null l=null k={5:7}")]
    public void Messages_merge_lists_grow_and_maps_keep_the_last(string wire, string expected)
    {
        ProtoMessage type = TypeOf("""syntax = "proto3"; message M { In m = 1; repeated In l = 2; map<int32, int32> k = 3; } message In { int32 x = 1; int32 y = 2; In up = 3; }""", "M");

        Assert.Equal(expected, Show(type, wire));
    }

    [Theory]
    [InlineData("08-01 12-01-61", "a=null b='a' c=null")]
    [InlineData("12-01-61 08-00", "a=0 b=null c=null")]
    [InlineData("1A-02-08-01 08-01 1A-02-10-02", "a=null b=null c={y:2}")] // the first part was removed
    public void Of_a_oneof_the_last_member_counts(string wire, string expected)
    {
        const string Text = """syntax = "proto3"; message M { oneof k { int32 a = 1; string b = 2; In c = 3; } } message In { int32 x = 1; int32 y = 2; }""";

        Assert.Equal(expected, Show(TypeOf(Text, "M"), wire));

        // A member that nobody wants removes the others, too; and so it is inside messages.
        object?[] only = ["old"];
        Assert.Null(new ProtoMessageReader(TypeOf(Text, "M"), name => name == "a" ? 0 : -1).Read(Wire("08-01 12-01-61"), only));
        Assert.Null(only[0]);
        Assert.Equal("o={b:'a'}", Show(TypeOf($"{Text} message Out {{ M o = 1; }}", "Out"), "0A-05-08-01-12-01-61"));
    }

    [Theory]
    [InlineData("08-01 08-02", "l=[1,2] d=null")]
    [InlineData("0A-03-01-02-03", "l=[1,2,3] d=null")]
    [InlineData("08-01 0A-02-02-03 08-04", "l=[1,2,3,4] d=null")]
    [InlineData("0A-00", "l=null d=null")]
    [InlineData("12-08-00-00-00-00-00-00-F0-3F", "l=null d=[1]")]
    [InlineData("11-00-00-00-00-00-00-F0-3F", "l=null d=[1]")]
    public void Lists_come_packed_or_not_whatever_their_declaration(string wire, string expected)
    {
        foreach (string packed in (string[])["true", "false"])
        {
            Assert.Equal(expected, Show(TypeOf($$"""syntax = "proto3"; message M { repeated int32 l = 1 [packed = {{packed}}]; repeated double d = 2 [packed = {{packed}}]; }""", "M"), wire));
        }
    }

    [Fact]
    public void In_proto2_fields_that_are_not_written_are_null_enums_are_closed_and_required_fields_required()
    {
        ProtoMessage type = TypeOf(
            """syntax = "proto2"; message M { required int32 r = 1; optional int32 o = 2 [default = 7]; optional Colour c = 3; repeated Colour l = 4; optional group G = 5 { optional int32 x = 1; } optional string t = 6; } enum Colour { RED = 1; BLUE = 5; }""", "M");

        Assert.Equal("r=1 o=null c=null l=null g=null t=null", Show(type, "08-01"));
        Assert.Equal("r=1 o=0 c=null l=[BLUE] g={x:3} t='a\ufffd'", Show(type, "08-01 10-00 18-09 20-09 20-05 2B-08-03-2C 32-02-61-FF"));
        Assert.Equal("the message is no Protobuf message 'M': the required field 'r' is missing (byte 2)", Show(type, "10-01"));
        Assert.Contains("the required field 'r' is missing", Show(TypeOf("""syntax = "proto2"; message M { optional In m = 1; } message In { required int32 r = 1; }""", "M"), "0A-00"), StringComparison.Ordinal);
    }

    [Fact]
    public void Editions_say_what_proto2_and_proto3_imply()
    {
        const string Text = """edition = "2023"; FEATURES message M { int32 a = 1; int32 b = 2 [features.field_presence = IMPLICIT]; Colour c = 3; string t = 4; } enum Colour { RED = 0; }""";

        Assert.Equal("a=null b=0 c=null t=null", Show(TypeOf(Text.Replace("FEATURES", "", StringComparison.Ordinal), "M"), ""));
        Assert.Equal("a=0 b=0 c=RED t=''", Show(TypeOf(Text.Replace("FEATURES", "option features.field_presence = IMPLICIT;", StringComparison.Ordinal), "M"), ""));
        Assert.Contains("not valid UTF-8", Show(TypeOf(Text.Replace("FEATURES", "", StringComparison.Ordinal), "M"), "22-01-FF"), StringComparison.Ordinal);
        Assert.Equal("a=null b=0 c=null t=null", Show(TypeOf(Text.Replace("FEATURES", "option features.enum_type = CLOSED;", StringComparison.Ordinal), "M"), "18-07"));
    }

    [Theory]
    [InlineData("08", "field 'a': the message ends where a number should be (byte 1)")]
    [InlineData("08-FF-FF-FF-FF-FF-FF-FF-FF-FF-FF-01", "field 'a': a number takes more than 10 bytes (byte 1)")]
    [InlineData("00-01", "0 is no tag of a field (byte 1)")]
    [InlineData("0F", "15 is no tag of a field (byte 1)")]
    [InlineData("1C", "a group of field 3 ends that did not begin (byte 1)")]
    [InlineData("FB-07-08-01", "the group of field 127 has no end (byte 4)")]
    [InlineData("12-05-61", "field 't': 5 bytes are announced and 1 are left (byte 2)")]
    [InlineData("12-FF-FF-FF-FF-FF-FF-FF-FF-7F", "field 't': 9223372036854775807 bytes are announced and 0 are left (byte 10)")]
    [InlineData("12-02-61-FF", "field 't': a text is not valid UTF-8 (byte 4)")]
    [InlineData("1A-03-1A-02-08", "field 'm.m': 2 bytes are announced and 1 are left (byte 4)")]
    [InlineData("22-03-01-02-80", "field 'l': the message ends where a number should be (byte 4)")]
    public void What_is_no_message_is_told_with_its_place(string wire, string reason)
    {
        ProtoMessage type = TypeOf("""syntax = "proto3"; package p; message M { int32 a = 1; string t = 2; M m = 3; repeated int32 l = 4; }""", "p.M");

        Assert.Equal($"the message is no Protobuf message 'p.M': {reason}", Show(type, wire));
    }

    [Fact]
    public void A_message_within_itself_is_read_down_to_a_limit_in_blocks_and_in_groups()
    {
        ProtoMessage type = TypeOf("""syntax = "proto3"; message M { M m = 1; int32 a = 2; }""", "M");
        byte[] deep = [0x10, 1];
        for (int level = 1; level <= 101; level++)
        {
            Assert.Equal(level > 101, Read(type, deep).Fault?.Contains("deeper than 100 levels", StringComparison.Ordinal) == true);
            using MemoryStream longer = new();
            longer.WriteByte(0x0a);
            for (int length = deep.Length; ; length >>= 7)
            {
                longer.WriteByte((byte)(length < 128 ? length : 0x80 | (length & 127)));
                if (length < 128)
                {
                    break;
                }
            }

            longer.Write(deep);
            deep = longer.ToArray();
        }

        Assert.Contains("field 'm.m.m.", Read(type, deep).Fault, StringComparison.Ordinal);
        Assert.Contains("deeper than 100 levels", Read(type, deep).Fault, StringComparison.Ordinal);
        Assert.Contains("deeper than 100 levels", Read(type, [.. Enumerable.Repeat((byte)0x0b, 100_000)]).Fault, StringComparison.Ordinal);
        Assert.Contains("deeper than 100 levels", Read(type, [.. Enumerable.Repeat((byte)0x1b, 100_000)]).Fault, StringComparison.Ordinal);
    }

    // The library writes a group that no version of the language knows; our reader takes a message in either frame.
    private static ProtoMessage Twin(ProtoSyntax syntax) => TypeOf(Serializer.GetProto<Everything>(syntax).Replace("group Everything", "Everything", StringComparison.Ordinal), typeof(Everything).FullName!);

    private static string Expected(Everything message, ProtoSyntax syntax) => RandomProto.Expected(message, tellsZeros: syntax == ProtoSyntax.Proto2);

    private static byte[] Bytes(Everything message)
    {
        using MemoryStream stream = new();
        Serializer.Serialize(stream, message);
        return stream.ToArray();
    }

    private static byte[] Wire(string hex) => Convert.FromHexString(hex.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));

    private static ProtoMessage TypeOf(string text, string name) => ProtoFiles.ReadText(text, []).All.Single(type => type.Name == name);

    private static (Func<string, object?> Values, string? Fault) Read(ProtoMessage type, ReadOnlySpan<byte> bytes)
    {
        string[] names = [.. type.Fields.Select(field => field.Name)];
        object?[] values = new object?[names.Length];
        string? fault = new ProtoMessageReader(type, name => Array.IndexOf(names, name)).Read(bytes, values);
        return (name => values[Array.IndexOf(names, name)], fault);
    }

    private static string Show(ProtoMessage type, string wire)
    {
        (Func<string, object?> values, string? fault) = Read(type, Wire(wire));
        return fault ?? string.Join(' ', type.Fields.Select(field => $"{field.Name}={(field.Kind == ProtoKind.Enum ? Show(values(field.Name)).Replace("'", "", StringComparison.Ordinal) : Show(values(field.Name)))}"));
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Dictionary<string, object?> map => $"{{{string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Show(pair.Value)}"))}}}",
        List<object?> list => $"[{string.Join(',', list.Select(Show))}]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
