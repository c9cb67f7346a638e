using System.Text;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>ARRAY_AGG and LISTAGG: all items of a group, or its distinct ones in the order of first sight.</summary>
/// <param name="type">Of the items.</param>
/// <param name="isDistinct">True to keep each value once.</param>
/// <param name="separator">Joins the items to one text; null for a list.</param>
internal sealed class ListAccumulator(SqlType type, bool isDistinct, string? separator) : Accumulator
{
    private readonly ByteArena _output = new();
    private List<Item>?[] _items = [];
    private HashSet<Item>?[] _seen = [];
    private long _bytes;

    public override long HeapBytes => _bytes;

    public override void Reserve(int groups)
    {
        Grow(ref _items, groups, null);
        Grow(ref _seen, groups, null);
    }

    public override void Add(AggregateInput input)
    {
        Vector values = input.Arguments[0];
        for (int i = 0; i < input.Count; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, Read(values, i));
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            foreach (Item item in ((ListAccumulator)other)._items[group] ?? [])
            {
                Take(map[group], item);
            }
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        _output.Clear();
        if (separator is not null)
        {
            FinishText(groups, result, separator);
            return;
        }

        result.StartLists(type.Physical, groups.Length);
        int place = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            List<Item> items = _items[groups[i]] ?? [];
            result.Reserve(place + items.Count);
            foreach (Item item in items)
            {
                Write(result, place++, item);
            }

            result.Offsets[i + 1] = place;
        }
    }

    private void FinishText(ReadOnlySpan<int> groups, Vector result, string between)
    {
        result.Start(PhysicalType.Bytes, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            List<Item>? items = _items[groups[i]];
            string text = string.Join(between, (items ?? []).Select(item => Encoding.UTF8.GetString(item.Text)));
            result.Texts[i] = _output.Add(Encoding.UTF8.GetBytes(text));
            if (items is null)
            {
                result.SetNull(i);
            }
        }
    }

    private Item Read(Vector values, int place) => values.Form switch
    {
        PhysicalType.Long when type.Physical == PhysicalType.Double => new Item(BitConverter.DoubleToInt64Bits(values.Longs[place]), []),
        PhysicalType.Long when type.Physical == PhysicalType.Long => new Item(values.Longs[place], []),
        PhysicalType.Double when type.Physical == PhysicalType.Double => new Item(BitConverter.DoubleToInt64Bits(values.Doubles[place]), []),
        PhysicalType.Double when type.Physical == PhysicalType.Long => new Item(Values.JavaNumbers.ToLong(values.Doubles[place]), []),
        PhysicalType.Bytes when type.Physical == PhysicalType.Bytes => new Item(0, values.Texts[place].Span.ToArray()),
        _ => throw QueryException.NotValid("ARRAY_AGG: the type named does not fit the argument"),
    };

    private void Write(Vector result, int place, Item item)
    {
        switch (type.Physical)
        {
            case PhysicalType.Long:
                result.Longs[place] = item.Bits;
                break;
            case PhysicalType.Double:
                result.Doubles[place] = BitConverter.Int64BitsToDouble(item.Bits);
                break;
            default:
                result.Texts[place] = _output.Add(item.Text);
                break;
        }
    }

    private void Take(int group, Item item)
    {
        if (isDistinct && !(_seen[group] ??= []).Add(item))
        {
            return;
        }

        (_items[group] ??= []).Add(item);
        _bytes += 32 + item.Text.Length;
    }

    /// <summary>One item: a number as bits, or text.</summary>
    private readonly record struct Item(long Bits, byte[] Text)
    {
        public bool Equals(Item other) => other.Bits == Bits && other.Text.AsSpan().SequenceEqual(Text);

        public override int GetHashCode() => (int)(Kernels.HashKernels.Hash(Bits) ^ Kernels.HashKernels.Hash(Text));
    }
}
