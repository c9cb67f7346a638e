using Segments.Consuming;
using Segments.Encodings;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Consuming;

public sealed class ConsumingDictionaryTests
{
    [Fact]
    public void Ids_count_up_in_order_of_first_appearance_and_stay()
    {
        ConsumingDictionary dictionary = new(new TextHeap());
        int[] first = [.. Enumerable.Range(0, 10_000).Select(i => Intern(dictionary, PlainRows.Utf8($"text {i}")))];
        int[] again = [.. Enumerable.Range(0, 10_000).Select(i => Intern(dictionary, PlainRows.Utf8($"text {i}")))];

        Assert.Equal(Enumerable.Range(0, 10_000), first);
        Assert.Equal(first, again);
        Assert.Equal(10_000, dictionary.Count);
    }

    [Fact]
    public void A_view_knows_only_the_texts_of_its_rows()
    {
        ConsumingDictionary dictionary = new(new TextHeap());
        Intern(dictionary, "early"u8);
        ConsumingDictionaryView view = new(dictionary, count: 1);
        Intern(dictionary, "late"u8);

        Assert.True(view.TryFind("early"u8, out int id));
        Assert.Equal(0, id);
        Assert.False(view.TryFind("late"u8, out _));
        Assert.False(view.TryFind("never"u8, out _));
        Assert.True(view[0].Span.SequenceEqual("early"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(3_000_000)]
    public void A_text_of_any_length_comes_back(int length)
    {
        TextHeap heap = new();
        byte[] text = new byte[length];
        new Random(1).NextBytes(text);

        ulong reference = heap.Add(text);
        heap.Add("after"u8);

        Assert.True(TextHeap.Slice(reference).Span.SequenceEqual(text));
        GC.KeepAlive(heap);
    }

    private static int Intern(ConsumingDictionary dictionary, ReadOnlySpan<byte> text)
    {
        ulong hash = TextHash.Of(text);
        dictionary.Prefetch([hash]);
        return dictionary.Intern(text, hash);
    }
}
