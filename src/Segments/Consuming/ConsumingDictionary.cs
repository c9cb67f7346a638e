using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Segments.Columns;
using Segments.Encodings;

namespace Segments.Consuming;

/// <summary>Distinct texts of a growing column, by id in order of first appearance.</summary>
/// <remarks>
/// Threads: one writer interns. Readers look up too: a slot is written once, in one store, after its text; a table that has
/// become too small is replaced, never changed.
/// </remarks>
internal sealed class ConsumingDictionary(TextHeap heap)
{
    // Smaller ones stay in the caches anyway.
    private const int LeastToPrefetch = 1024;
    private const int CacheLineBytes = 64;

    private readonly ValuePages<ulong> _texts = new();
    private ulong[] _slots = new ulong[64]; // upper half of the hash | id + 1; 0 while free

    /// <summary>Number of ids. For the writer.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of references and of the hash table, without the texts.</summary>
    public long HeapBytes => _texts.HeapBytes + ((long)_slots.Length * sizeof(ulong));

    /// <summary>References by id.</summary>
    public ValuePages<ulong> Texts => _texts;

    /// <summary>The id of a text, new or old.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hash">Its <see cref="TextHash"/>.</param>
    public int Intern(ReadOnlySpan<byte> text, ulong hash)
    {
        int slot = Probe(_slots, hash, text);
        ulong found = _slots[slot];
        return found != 0 ? IdOf(found) : Add(text, hash, slot);
    }

    /// <summary>Brings what looking up these hashes reads near the processor. For the writer.</summary>
    public unsafe void Prefetch(ReadOnlySpan<ulong> hashes)
    {
        if (Count < LeastToPrefetch || !Sse.IsSupported)
        {
            return;
        }

        // A prefetch of an address that is not valid any more does nothing, so the slots need not be pinned.
        ulong[] slots = _slots;
        int mask = slots.Length - 1;
        foreach (ulong hash in hashes)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref slots[(int)(hash >> 32) & mask]));
        }

        foreach (ulong hash in hashes)
        {
            ulong entry = slots[(int)(hash >> 32) & mask];
            if (entry != 0 && (entry ^ hash) >> 32 == 0)
            {
                Utf8Slice text = TextHeap.Slice(_texts[IdOf(entry)]);
                Sse.Prefetch0(text.Data);
                Sse.Prefetch0(text.Data + Math.Min(text.Length, CacheLineBytes));
            }
        }
    }

    /// <summary>The id of a text that was interned before.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, out int id)
    {
        ulong[] slots = Volatile.Read(ref _slots);
        id = IdOf(slots[Probe(slots, TextHash.Of(text), text)]);
        return id >= 0;
    }

    private static int IdOf(ulong slot) => (int)(uint)slot - 1;

    private int Add(ReadOnlySpan<byte> text, ulong hash, int slot)
    {
        _texts.Append(heap.Add(text));
        int id = Count++;
        Volatile.Write(ref _slots[slot], (hash & 0xFFFF_FFFF_0000_0000) | (uint)(id + 1));
        if (Count > _slots.Length / 2)
        {
            Grow();
        }

        return id;
    }

    /// <summary>Index of the text's slot, or of the free one where it belongs.</summary>
    private int Probe(ulong[] slots, ulong hash, ReadOnlySpan<byte> text)
    {
        int mask = slots.Length - 1;
        for (int slot = (int)(hash >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            ulong entry = Volatile.Read(ref slots[slot]);
            if (entry == 0 || ((entry ^ hash) >> 32 == 0 && TextHeap.Slice(_texts[IdOf(entry)]).Span.SequenceEqual(text)))
            {
                return slot;
            }
        }
    }

    private void Grow()
    {
        ulong[] slots = new ulong[_slots.Length * 2];
        int mask = slots.Length - 1;
        foreach (ulong entry in _slots)
        {
            if (entry == 0)
            {
                continue;
            }

            int slot = (int)(entry >> 32) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = entry;
        }

        Volatile.Write(ref _slots, slots);
    }
}
