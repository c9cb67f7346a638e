using System.Text;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Records;

/// <summary>The value of a node as an object.</summary>
internal static class RecordResult
{
    public static object? Of(RecordNode node)
    {
        if (node.IsNull)
        {
            return null;
        }

        Vector value = node.Value;
        if (!node.Type.IsArray)
        {
            return At(node.Type.Type, value, 0);
        }

        int count = value.EntryEnd(0);
        List<object?> list = new(count);
        for (int i = value.EntryStart(0); i < count; i++)
        {
            list.Add(At(node.Type.Type, value, i));
        }

        return list;
    }

    private static object? At(DataType type, Vector value, int place) => type switch
    {
        DataType.Int => (int)value.Longs[place],
        DataType.Long => value.Longs[place],
        DataType.Boolean => value.Longs[place] != 0,
        DataType.Timestamp => new RecordTimestamp(value.Longs[place]),
        DataType.Float => (float)value.Doubles[place],
        DataType.Double => value.Doubles[place],
        DataType.BigDecimal => Decimal(Encoding.UTF8.GetString(value.Texts[place].Span)),
        DataType.Bytes => value.Texts[place].Span.ToArray(),
        DataType.Json => RecordJson.Read(value.Texts[place].Span),
        _ => Encoding.UTF8.GetString(value.Texts[place].Span),
    };

    private static RecordDecimal Decimal(string text)
    {
        BigDecimal value = BigDecimal.Parse(text);
        return new RecordDecimal(value.Unscaled, value.Scale);
    }
}
