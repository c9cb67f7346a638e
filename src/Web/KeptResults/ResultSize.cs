using Query.Results;

namespace Web.KeptResults;

/// <summary>About how much memory an answer takes.</summary>
internal static class ResultSize
{
    private const int ObjectBytes = 24; // header, method table and up to eight bytes of content

    /// <summary>Bytes of all rows; counting ends soon after <paramref name="enough"/>.</summary>
    public static long Estimate(QueryResult result, long enough)
    {
        long bytes = 0;
        foreach (object?[] row in result.Rows)
        {
            bytes += Of(row);
            if (bytes > enough)
            {
                break;
            }
        }

        return bytes;
    }

    private static long Of(object? value) => value switch
    {
        null => 0,
        string text => ObjectBytes + (2L * text.Length),
        Array items => ObjectBytes + (8L * items.Length) + items.Cast<object?>().Sum(Of),
        _ => ObjectBytes,
    };
}
