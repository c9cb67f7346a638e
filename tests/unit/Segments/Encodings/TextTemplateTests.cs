using System.Text;
using Segments.Columns;
using Segments.Encodings;

namespace UnitTests.Segments.Encodings;

public sealed unsafe class TextTemplateTests
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0")]
    [InlineData("trace=0000000000000000/00000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void Unpack_gives_back_what_was_packed_and_agrees_with_the_plain_twin(string shape)
    {
        Random random = new(shape.Length);
        string[] expected = [.. Enumerable.Range(0, 100).Select(_ => string.Concat(shape.Select(place => place == '0' ? "0123456789abcdef"[random.Next(16)] : place)))];
        TextTemplateFinder finder = new();
        foreach (string text in expected)
        {
            finder.Add(Encoding.UTF8.GetBytes(text));
        }

        TextTemplate template = finder.Find()!;
        Assert.Equal(shape.Count(place => place == '0'), template.DigitCount);
        byte[] packed = new byte[(100 * template.PackedBytes) + BitPacking.SlackBytes];
        byte[] packedPlainly = new byte[packed.Length];
        ByteArena arena = new();
        Utf8Slice[] texts = [.. expected.Select(text => arena.Add(Encoding.UTF8.GetBytes(text)))];
        template.Pack(texts, packed);
        for (int i = 0; i < expected.Length; i++)
        {
            template.PackScalar(texts[i].Span, packedPlainly.AsSpan(i * template.PackedBytes));
        }

        Assert.Equal(packedPlainly[..(100 * template.PackedBytes)], packed[..(100 * template.PackedBytes)]);
        byte[] fast = GC.AllocateArray<byte>((100 * shape.Length) + TextTemplate.LongestText, pinned: true);
        byte[] plain = new byte[100 * shape.Length];
        Utf8Slice[] slices = new Utf8Slice[100];
        fixed (byte* source = packed, target = fast, twin = plain)
        {
            template.Unpack(source, target, slices);
            template.UnpackScalar(source, twin, 100);
        }

        Assert.Equal(expected, slices.Select(slice => Encoding.UTF8.GetString(slice.Span)));
        Assert.Equal(plain, fast[..plain.Length]);
    }

    [Theory]
    [InlineData("abc", "abcd")]
    [InlineData("abc", "abg")]
    [InlineData("abc", "abC")]
    [InlineData("", "")]
    public void Texts_that_differ_in_length_or_in_other_characters_have_no_template(string first, string second)
    {
        TextTemplateFinder finder = new();
        finder.Add(Encoding.UTF8.GetBytes(first));
        finder.Add(Encoding.UTF8.GetBytes(second));

        Assert.Null(finder.Find());
    }
}
