using System.Buffers.Binary;
using Segments.Columns;

namespace Segments.Sealing;

/// <summary>Brings the ids of a dictionary into the order of their texts' bytes.</summary>
internal static class SortedDictionary
{
    /// <returns>Ids, the one of the smallest text first.</returns>
    public static int[] Order(TextDictionary dictionary)
    {
        ulong[] prefixes = new ulong[dictionary.Count];
        int[] order = new int[dictionary.Count];
        for (int id = 0; id < order.Length; id++)
        {
            prefixes[id] = Prefix(dictionary[id].Span);
            order[id] = id;
        }

        // Most texts differ in their first eight bytes, which compare as one number; only runs of equal ones need more.
        Array.Sort(prefixes, order);
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && prefixes[end] == prefixes[start])
            {
                end++;
            }

            order.AsSpan(start, end - start).Sort((left, right) => dictionary[left].Span.SequenceCompareTo(dictionary[right].Span));
            start = end;
        }

        return order;
    }

    private static ulong Prefix(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        text.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
