using Query.Expressions;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Functions of single values applied to every entry of a list.</summary>
internal static class ListForms
{
    /// <summary>Applies a function to the entries of one argument; the other arguments are constants.</summary>
    public static VectorFunction EntryByEntry(int listArgument, PhysicalType form, VectorFunction single) => (arguments, result, context) =>
    {
        Vector list = arguments[listArgument];
        Vector entries = context.Rent();
        Vector values = context.Rent();
        Conversions.StartLike(list, form, result);
        CopyEntries(list, entries);
        values.Start(form, entries.Length);
        Vector[] flat = [.. arguments];
        flat[listArgument] = entries;
        single(flat, values, context);
        CopyValues(values, result);
        context.Return(values);
        context.Return(entries);
    };

    /// <summary>The entries of all rows as rows of their own.</summary>
    public static void CopyEntries(Vector list, Vector entries)
    {
        int count = list.ValueCount;
        entries.Start(list.Form, count);
        switch (list.Form)
        {
            case PhysicalType.Long:
                list.Longs.AsSpan(0, count).CopyTo(entries.Longs);
                break;
            case PhysicalType.Double:
                list.Doubles.AsSpan(0, count).CopyTo(entries.Doubles);
                break;
            default:
                list.Texts.AsSpan(0, count).CopyTo(entries.Texts);
                break;
        }
    }

    private static void CopyValues(Vector values, Vector result)
    {
        int count = values.Length;
        result.Reserve(count);
        switch (values.Form)
        {
            case PhysicalType.Long:
                values.Longs.AsSpan(0, count).CopyTo(result.Longs);
                break;
            case PhysicalType.Double:
                values.Doubles.AsSpan(0, count).CopyTo(result.Doubles);
                break;
            default:
                values.Texts.AsSpan(0, count).CopyTo(result.Texts);
                break;
        }
    }
}
