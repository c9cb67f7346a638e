using Query.Vectors;
using Segments.Schema;

namespace Query.Results;

/// <summary>Values of vectors as <see cref="QueryResult.Rows"/> hold them.</summary>
internal static class ResultValues
{
    public static object? Read(Vector vector, int row, SqlType type)
    {
        if (vector.IsNull(row))
        {
            return null;
        }

        if (!type.IsArray)
        {
            return ReadPlace(vector, row & vector.IndexMask, type.Type);
        }

        int start = vector.EntryStart(row);
        object?[] entries = new object?[vector.EntryEnd(row) - start];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = ReadPlace(vector, start + i, type.Type);
        }

        return entries;
    }

    private static object ReadPlace(Vector vector, int place, DataType type) => type switch
    {
        DataType.Int or DataType.Long => vector.Longs[place],
        DataType.Float or DataType.Double => vector.Doubles[place],
        DataType.Boolean => vector.Longs[place] != 0,
        DataType.Timestamp => Values.Times.SqlTimestamp.Format(vector.Longs[place]),
        DataType.Bytes => Convert.ToHexStringLower(vector.Texts[place].Span),
        _ => System.Text.Encoding.UTF8.GetString(vector.Texts[place].Span),
    };
}
