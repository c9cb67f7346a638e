using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Segments.Keys;

/// <summary>Where the row of a key is.</summary>
internal struct KeyEntry
{
    private const int DeletedBit = int.MinValue;

    /// <summary>The key.</summary>
    public KeyHash Hash;

    /// <summary>What decides between this row and the next one of the key.</summary>
    public long Comparison;

    /// <summary>Row within its segment.</summary>
    public int Row;

    private int _slot; // from 1, so that an entry of zeros is free; the top bit marks a deleted key

    /// <summary>True if no key has this entry.</summary>
    public readonly bool IsFree => _slot == 0;

    /// <summary>Number of the segment.</summary>
    public readonly int Slot => (_slot & ~DeletedBit) - 1;

    /// <summary>True if the key's last row deleted it.</summary>
    public readonly bool IsDeleted => _slot < 0;

    /// <summary>Points the entry at a row.</summary>
    public void Set(int slot, int row, long comparison, bool isDeleted) =>
        (_slot, Row, Comparison) = ((slot + 1) | (isDeleted ? DeletedBit : 0), row, comparison);
}

/// <summary>Entries by key, 32 bytes each, in tables that are at least three fifths full: 43 to 54 bytes a key.</summary>
/// <remarks>
/// One thread at a time. Many small tables grow one by one, each by a quarter: no pause for all keys, and never twice the memory.
/// </remarks>
internal sealed class KeyMap
{
    private const int ShardBits = 10;
    private const int LeastCapacity = 4;

    private readonly Shard[] _shards = new Shard[1 << ShardBits];

    /// <summary>Number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all tables.</summary>
    public unsafe long HeapBytes => _shards.Sum(shard => (long)(shard.Entries?.Length ?? 0) * sizeof(KeyEntry));

    /// <summary>The entry of a key; a new one is free until it is set. Valid until the next call.</summary>
    public ref KeyEntry Find(in KeyHash hash)
    {
        ref Shard shard = ref _shards[hash.High >> (64 - ShardBits)];
        if (shard.Entries is { } entries)
        {
            int index = Start(hash, entries.Length);
            while (!entries[index].IsFree)
            {
                if (entries[index].Hash == hash)
                {
                    return ref entries[index];
                }

                index = index + 1 == entries.Length ? 0 : index + 1;
            }
        }

        return ref Add(ref shard, hash);
    }

    /// <summary>Brings what finding a key reads near the processor.</summary>
    public unsafe void Prefetch(in KeyHash hash)
    {
        if (Sse.IsSupported && _shards[hash.High >> (64 - ShardBits)].Entries is { } entries)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref entries[Start(hash, entries.Length)]));
        }
    }

    /// <summary>Takes entries out.</summary>
    public void RemoveWhere(Predicate<KeyEntry> isRemoved)
    {
        foreach (ref Shard shard in _shards.AsSpan())
        {
            if (shard.Entries is not { } entries || !Array.Exists(entries, entry => !entry.IsFree && isRemoved(entry)))
            {
                continue;
            }

            KeyEntry[] kept = Array.FindAll(entries, entry => !entry.IsFree && !isRemoved(entry));
            Count -= shard.Count - kept.Length;
            shard = new Shard { Count = kept.Length, Entries = Copy(kept, (kept.Length * 5 / 3) + LeastCapacity) };
        }
    }

    private ref KeyEntry Add(ref Shard shard, in KeyHash hash)
    {
        KeyEntry[] entries = shard.Entries ?? [];
        if ((shard.Count + 1) * 4L > entries.Length * 3L)
        {
            entries = Copy(entries, (int)Math.Min(LeastCapacity + (entries.Length * 5L / 4), Array.MaxLength));
            shard.Entries = entries;
        }

        shard.Count++;
        Count++;
        ref KeyEntry added = ref entries[FreeIndex(entries, hash)];
        added.Hash = hash;
        return ref added;
    }

    // The high bits of the low half, scaled to the capacity, which is no power of two.
    private static int Start(in KeyHash hash, int capacity) => (int)(((hash.Low >> 32) * (ulong)capacity) >> 32);

    private static KeyEntry[] Copy(KeyEntry[] entries, int capacity)
    {
        KeyEntry[] copy = new KeyEntry[capacity];
        foreach (ref KeyEntry entry in entries.AsSpan())
        {
            if (!entry.IsFree)
            {
                copy[FreeIndex(copy, entry.Hash)] = entry;
            }
        }

        return copy;
    }

    private static int FreeIndex(KeyEntry[] entries, in KeyHash hash)
    {
        int index = Start(hash, entries.Length);
        while (!entries[index].IsFree)
        {
            index = index + 1 == entries.Length ? 0 : index + 1;
        }

        return index;
    }

    private struct Shard
    {
        public KeyEntry[]? Entries;
        public int Count;
    }
}
