using Query.Vectors;
using Segments.Schema;

namespace Query.Scanning;

/// <summary>Moves values between vectors.</summary>
internal static class VectorCopy
{
    /// <summary>Makes <paramref name="to"/> equal to the constant <paramref name="from"/>.</summary>
    public static void Copy(Vector from, Vector to)
    {
        if (from.IsMultiValue)
        {
            to.StartConstantList(from.Form, from.Length, from.ValueCount);
        }
        else
        {
            to.StartConstant(from.Form, from.Length);
        }

        CopyValues(from, 0, to, 0, from.ValueCount);
        if (from.IsNull(0))
        {
            to.SetNull(0);
        }
    }

    /// <summary><paramref name="to"/> becomes the given rows of <paramref name="from"/>; a constant stays constant.</summary>
    public static void Pick(Vector from, ReadOnlySpan<int> rows, Vector to)
    {
        if (from.IsConstant)
        {
            Copy(from, to);
            to.Stretch(rows.Length);
            return;
        }

        Begin(to, from, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            CopyRow(from, rows[i], to, i);
        }
    }

    /// <summary>Row rows[i] of <paramref name="to"/> becomes row i of <paramref name="from"/>; the other rows of <paramref name="count"/> are null.</summary>
    public static void Spread(Vector from, ReadOnlySpan<int> rows, int count, Vector to)
    {
        Begin(to, from, count);
        int next = 0;
        for (int row = 0; row < count; row++)
        {
            if (next < rows.Length && rows[next] == row)
            {
                CopyRow(from, next++, to, row);
                continue;
            }

            WriteZero(to, row);
            to.SetNull(row);
        }
    }

    /// <summary>Writes row <paramref name="at"/> of <paramref name="to"/>; lists must be written in row order.</summary>
    public static void CopyRow(Vector from, int row, Vector to, int at)
    {
        if (from.IsMultiValue)
        {
            int start = from.EntryStart(row);
            int count = from.EntryEnd(row) - start;
            to.Offsets[at + 1] = to.Offsets[at] + count;
            to.Reserve(to.Offsets[at + 1]);
            CopyValues(from, start, to, to.Offsets[at], count);
        }
        else
        {
            CopyValues(from, row & from.IndexMask, to, at, 1);
        }

        if (from.IsNull(row))
        {
            to.SetNull(at);
        }
    }

    /// <summary>Writes the zero of the form, or the empty list.</summary>
    public static void WriteZero(Vector vector, int row)
    {
        if (vector.IsMultiValue)
        {
            vector.Offsets[row + 1] = vector.Offsets[row];
            return;
        }

        switch (vector.Form)
        {
            case PhysicalType.Long:
                vector.Longs[row] = 0;
                break;
            case PhysicalType.Double:
                vector.Doubles[row] = 0;
                break;
            default:
                vector.Texts[row] = default;
                break;
        }
    }

    private static void Begin(Vector to, Vector like, int rows)
    {
        if (like.IsMultiValue)
        {
            to.StartLists(like.Form, rows);
        }
        else
        {
            to.Start(like.Form, rows);
        }
    }

    private static void CopyValues(Vector from, int start, Vector to, int at, int count)
    {
        switch (from.Form)
        {
            case PhysicalType.Long:
                from.Longs.AsSpan(start, count).CopyTo(to.Longs.AsSpan(at));
                break;
            case PhysicalType.Double:
                from.Doubles.AsSpan(start, count).CopyTo(to.Doubles.AsSpan(at));
                break;
            default:
                from.Texts.AsSpan(start, count).CopyTo(to.Texts.AsSpan(at));
                break;
        }
    }
}
