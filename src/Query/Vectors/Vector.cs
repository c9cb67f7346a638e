using System.Text;
using Segments.Columns;
using Segments.Schema;

namespace Query.Vectors;

/// <summary>Values of one expression for up to <see cref="ColumnReader.BlockRows"/> rows, in one physical form.</summary>
/// <remarks>
/// A constant vector holds one value (one list, if it is multi-value) that stands for every row: read with
/// <c>vector.Longs[row &amp; vector.IndexMask]</c>. Texts point into the column or into the arena of the <see cref="VectorContext"/>.
/// One owner, one thread at a time; buffers are kept for the next block.
/// </remarks>
internal sealed class Vector
{
    /// <summary>Which of the three arrays counts.</summary>
    public PhysicalType Form { get; private set; }

    /// <summary>Rows the vector stands for.</summary>
    public int Length { get; private set; }

    /// <summary>True if one value stands for all rows.</summary>
    public bool IsConstant { get; private set; }

    /// <summary>True if a row owns the entries from <c>Offsets[row]</c> to <c>Offsets[row + 1]</c>.</summary>
    public bool IsMultiValue { get; private set; }

    /// <summary>0 for a constant, -1 otherwise: <c>row &amp; IndexMask</c> is the place of the row's value.</summary>
    public int IndexMask => IsConstant ? 0 : -1;

    /// <summary>Values, or entries of all rows, if <see cref="Form"/> says so.</summary>
    public long[] Longs { get; private set; } = [];

    /// <inheritdoc cref="Longs"/>
    public double[] Doubles { get; private set; } = [];

    /// <inheritdoc cref="Longs"/>
    public Utf8Slice[] Texts { get; private set; } = [];

    /// <summary>Of a multi-value vector; one more than rows.</summary>
    public int[] Offsets { get; private set; } = [];

    /// <summary>Bit r tells that row r is null (its value is then the zero of the form); meaningful only with <see cref="HasNulls"/>.</summary>
    public ulong[] Nulls { get; private set; } = [];

    /// <summary>True if some row may be null.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>Values held: 1 for a constant, rows, or entries.</summary>
    public int ValueCount => IsMultiValue ? Offsets[IsConstant ? 1 : Length] : IsConstant ? 1 : Length;

    /// <summary>Makes room for one value a row, forgetting what was there; values are not cleared.</summary>
    public void Start(PhysicalType form, int rows)
    {
        (Form, Length, IsConstant, IsMultiValue, HasNulls) = (form, rows, false, false, false);
        Reserve(Math.Max(rows, 1));
    }

    /// <summary>Makes room for one value that stands for all rows.</summary>
    public void StartConstant(PhysicalType form, int rows)
    {
        Start(form, rows);
        IsConstant = true;
    }

    /// <summary>Makes room for lists: the caller fills <see cref="Offsets"/> and reserves entries as it goes.</summary>
    public void StartLists(PhysicalType form, int rows)
    {
        Start(form, rows);
        IsMultiValue = true;
        if (Offsets.Length < rows + 1)
        {
            Offsets = new int[Math.Max(rows, ColumnReader.BlockRows) + 1];
        }

        Offsets[0] = 0;
    }

    /// <summary>Makes room for one list that stands for all rows.</summary>
    public void StartConstantList(PhysicalType form, int rows, int entries)
    {
        StartLists(form, 1);
        (Length, IsConstant) = (rows, true);
        Offsets[1] = entries;
        Reserve(Math.Max(entries, 1));
    }

    /// <summary>The same constant for another number of rows.</summary>
    public void Stretch(int rows) => Length = rows;

    /// <summary>Makes room for that many values, keeping those there are.</summary>
    public void Reserve(int values)
    {
        switch (Form)
        {
            case PhysicalType.Long when Longs.Length < values:
                Longs = Grown(Longs, values);
                break;
            case PhysicalType.Double when Doubles.Length < values:
                Doubles = Grown(Doubles, values);
                break;
            case PhysicalType.Bytes when Texts.Length < values:
                Texts = Grown(Texts, values);
                break;
            default:
                break;
        }
    }

    /// <summary>Marks a row null; the caller also writes the zero of the form there.</summary>
    public void SetNull(int row)
    {
        StartNulls();
        Nulls[row >> 6] |= 1UL << row;
    }

    /// <summary>True if the row is null.</summary>
    public bool IsNull(int row) => HasNulls && ((Nulls[(row & IndexMask) >> 6] >> (row & IndexMask)) & 1) != 0;

    /// <summary>Declares that some rows may be null, none so far, unless that was done before.</summary>
    public void StartNulls()
    {
        if (HasNulls)
        {
            return;
        }

        int words = (Math.Max(Length, 1) + 63) / 64;
        if (Nulls.Length < words)
        {
            Nulls = new ulong[Math.Max(words, ColumnReader.BlockRows / 64)];
        }

        Nulls.AsSpan().Clear();
        HasNulls = true;
    }

    /// <summary>Forgets which rows are null.</summary>
    public void DropNulls() => HasNulls = false;

    /// <summary>Place of the row's first entry.</summary>
    public int EntryStart(int row) => Offsets[row & IndexMask];

    /// <summary>Place after the row's last entry.</summary>
    public int EntryEnd(int row) => Offsets[(row & IndexMask) + 1];

    /// <summary>The row's value as a string: UTF-8 decoded.</summary>
    public string TextAt(int row) => Encoding.UTF8.GetString(Texts[row & IndexMask].Span);

    /// <summary>The value at a place as a number, whatever numeric form it has.</summary>
    public double NumberAt(int place) => Form == PhysicalType.Long ? Longs[place] : Doubles[place];

    private static T[] Grown<T>(T[] old, int values)
    {
        T[] grown = new T[Math.Max(values, Math.Min(old.Length * 2, 1 << 20))];
        old.CopyTo(grown, 0);
        return grown;
    }
}
