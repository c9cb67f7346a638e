using System.Numerics;

namespace Query.Kernels;

/// <summary>Sets of rows of a block as bits: row r is bit r % 64 of word r / 64. Bits from the row count on are zero.</summary>
internal static class MaskKernels
{
    /// <summary>Words that hold a number of bits.</summary>
    public static int Words(int count) => (count + 63) >> 6;

    /// <summary>Sets the first <paramref name="count"/> bits and clears the others.</summary>
    public static void Fill(Span<ulong> mask, int count)
    {
        int full = count >> 6;
        mask[..full].Fill(ulong.MaxValue);
        mask[full..].Clear();
        if ((count & 63) != 0)
        {
            mask[full] = (1UL << count) - 1;
        }
    }

    /// <summary><paramref name="mask"/> becomes those of its rows that are in <paramref name="other"/> too.</summary>
    public static void And(Span<ulong> mask, ReadOnlySpan<ulong> other)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= other[i];
        }
    }

    /// <summary><paramref name="mask"/> gains the rows of <paramref name="other"/>.</summary>
    public static void Or(Span<ulong> mask, ReadOnlySpan<ulong> other)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] |= other[i];
        }
    }

    /// <summary><paramref name="mask"/> loses the rows of <paramref name="other"/>.</summary>
    public static void AndNot(Span<ulong> mask, ReadOnlySpan<ulong> other)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= ~other[i];
        }
    }

    /// <summary><paramref name="mask"/> becomes its complement among the first <paramref name="count"/> rows.</summary>
    public static void Not(Span<ulong> mask, int count)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = ~mask[i];
        }

        if ((count & 63) != 0)
        {
            mask[count >> 6] &= (1UL << count) - 1;
        }

        mask[Words(count)..].Clear();
    }

    /// <summary>Number of rows.</summary>
    public static int Count(ReadOnlySpan<ulong> mask)
    {
        int count = 0;
        foreach (ulong word in mask)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Writes the rows in ascending order.</summary>
    /// <returns>How many there are.</returns>
    public static int ToRows(ReadOnlySpan<ulong> mask, Span<int> rows)
    {
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            for (ulong word = mask[i]; word != 0; word &= word - 1)
            {
                rows[count++] = (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }

        return count;
    }

    /// <summary>Turns bits of entries into bits of rows: a row is in if any of its entries is.</summary>
    /// <param name="entries">Bits of entries.</param>
    /// <param name="offsets">Row r owns entries from offsets[r] to offsets[r + 1].</param>
    /// <param name="rows">Receives the rows; cleared first.</param>
    public static void AnyEntry(ReadOnlySpan<ulong> entries, ReadOnlySpan<int> offsets, Span<ulong> rows)
    {
        rows.Clear();
        for (int row = 0; row + 1 < offsets.Length; row++)
        {
            for (int entry = offsets[row]; entry < offsets[row + 1]; entry++)
            {
                if (((entries[entry >> 6] >> entry) & 1) != 0)
                {
                    rows[row >> 6] |= 1UL << row;
                    break;
                }
            }
        }
    }
}
