using System.Diagnostics;
using Segments.Schema;

namespace Segments.Rows;

/// <summary>One decoded row, reused for the next: a slot per column of the schema, in physical form.</summary>
/// <remarks>
/// Cleared slots are null; whoever reads a null slot takes the column's default. Entries of a multi-value slot are set between
/// <see cref="BeginArray"/> and <see cref="EndArray"/>, one column at a time. One thread at a time.
/// </remarks>
public sealed class RowBuffer
{
    private readonly Slot[] _slots;
    private long[] _entries = new long[16];
    private byte[] _bytes = new byte[256];
    private int _entryCount;
    private int _byteCount;
    private int _openArray = -1;

    /// <param name="schema">Decides the slots.</param>
    public RowBuffer(TableSchema schema)
    {
        Schema = schema;
        _slots = new Slot[schema.Columns.Count];
    }

    /// <summary>The schema the slots belong to.</summary>
    public TableSchema Schema { get; }

    /// <summary>Makes every slot null.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (_entryCount, _byteCount, _openArray) = (0, 0, -1);
    }

    /// <summary>True if the slot holds no value.</summary>
    public bool IsNull(int column) => !_slots[column].IsSet;

    /// <summary>Makes one slot null again.</summary>
    public void SetNull(int column) => _slots[column] = default;

    /// <summary>Sets an integer, boolean or timestamp, or adds one entry to the open array.</summary>
    public void SetLong(int column, long value)
    {
        if (column == _openArray)
        {
            AddEntry(value);
            return;
        }

        _slots[column] = new Slot { IsSet = true, Bits = value };
    }

    /// <summary>Sets a floating-point number, or adds one entry to the open array.</summary>
    public void SetDouble(int column, double value) => SetLong(column, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Sets text or bytes, copied, or adds one entry to the open array.</summary>
    public void SetBytes(int column, ReadOnlySpan<byte> value) => value.CopyTo(ReserveBytes(column, value.Length));

    /// <summary>Sets text or bytes of a known length; the caller fills the span before it touches the row again.</summary>
    public Span<byte> ReserveBytes(int column, int length)
    {
        if (_bytes.Length - _byteCount < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _byteCount + length));
        }

        SetLong(column, Pack(_byteCount, length));
        Span<byte> room = _bytes.AsSpan(_byteCount, length);
        _byteCount += length;
        return room;
    }

    /// <summary>Opens the list of a multi-value slot.</summary>
    public void BeginArray(int column)
    {
        Debug.Assert(_openArray < 0, "one array at a time");
        _slots[column] = new Slot { IsSet = true, Bits = _entryCount };
        _openArray = column;
    }

    /// <summary>Closes it; a list without entries is null.</summary>
    public void EndArray()
    {
        int start = (int)_slots[_openArray].Bits;
        int count = _entryCount - start;
        _slots[_openArray] = count == 0 ? default : new Slot { IsSet = true, Bits = Pack(start, count) };
        _openArray = -1;
    }

    /// <summary>An integer, boolean or timestamp.</summary>
    public long Long(int column) => _slots[column].Bits;

    /// <summary>A floating-point number.</summary>
    public double Double(int column) => BitConverter.Int64BitsToDouble(_slots[column].Bits);

    /// <summary>Text or bytes; valid until the row is changed.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => At(_slots[column].Bits);

    /// <summary>Entries of a multi-value slot in raw form: integers, bits of doubles, or handles for <see cref="EntryBytes"/>.</summary>
    public ReadOnlySpan<long> Entries(int column) =>
        _slots[column].IsSet ? _entries.AsSpan((int)(_slots[column].Bits >> 32), (int)_slots[column].Bits) : default;

    /// <summary>Text or bytes of one entry.</summary>
    public ReadOnlySpan<byte> EntryBytes(long entry) => At(entry);

    private static long Pack(int start, int length) => ((long)start << 32) | (uint)length;

    private ReadOnlySpan<byte> At(long packed) => _bytes.AsSpan((int)(packed >> 32), (int)packed);

    private void AddEntry(long value)
    {
        if (_entryCount == _entries.Length)
        {
            Array.Resize(ref _entries, _entryCount * 2);
        }

        _entries[_entryCount++] = value;
    }

    private struct Slot
    {
        public long Bits;
        public bool IsSet;
    }
}
