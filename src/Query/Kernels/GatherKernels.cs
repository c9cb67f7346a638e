namespace Query.Kernels;

/// <summary>Picks values by row.</summary>
internal static class GatherKernels
{
    /// <summary>result[i] = values[rows[i]].</summary>
    public static void Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows, Span<T> result)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            result[i] = values[rows[i]];
        }
    }

    /// <summary>result[i] = values[ids[i]], which is the same as <see cref="Gather"/> but says that the table is small.</summary>
    public static void Translate(ReadOnlySpan<int> ids, ReadOnlySpan<int> table, Span<int> result)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            result[i] = table[ids[i]];
        }
    }
}
