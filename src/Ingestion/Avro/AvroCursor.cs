using System.Buffers.Binary;
using System.Globalization;

namespace Ingestion.Avro;

/// <summary>Reads Avro's binary encoding from a message, front to back.</summary>
/// <remarks>
/// Nothing throws: the first fault is kept, everything read after it is zero or empty, and whoever loops asks <see cref="IsBroken"/>.
/// What a message claims about itself allocates nothing before its bytes have been seen.
/// </remarks>
internal ref struct AvroCursor(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 512;
    private const int MaxItemsWithoutBytes = 65_536;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _depth;
    private int _itemsWithoutBytes;
    private string? _fault;
    private string _path = "";

    /// <summary>True after the first fault.</summary>
    public readonly bool IsBroken => _fault is not null;

    /// <summary>Bytes not read yet; none after a fault.</summary>
    public readonly int Left => _bytes.Length - _at;

    /// <summary>What is wrong, for people; null if nothing is.</summary>
    public readonly string? Fault => _fault is null ? null : _path.Length == 0 ? _fault : $"field '{_path}': {_fault}";

    /// <summary>An <c>int</c>; as in Avro's own reader, bits above 32 are lost.</summary>
    public int Int() => (int)(TryByte(out int value) ? value : VarInt(5));

    /// <summary>A <c>long</c>.</summary>
    public long Long() => TryByte(out int value) ? value : VarInt(10);

    /// <summary>A <c>boolean</c>; as in Avro's own reader, only 1 is true.</summary>
    public bool Boolean() => Take(1) is [1];

    /// <summary>A <c>float</c>.</summary>
    public float Float() => Take(sizeof(float)) is { Length: > 0 } value ? BinaryPrimitives.ReadSingleLittleEndian(value) : 0;

    /// <summary>A <c>double</c>.</summary>
    public double Double() => Take(sizeof(double)) is { Length: > 0 } value ? BinaryPrimitives.ReadDoubleLittleEndian(value) : 0;

    /// <summary>The bytes of a <c>string</c> or of <c>bytes</c>, in place.</summary>
    public ReadOnlySpan<byte> Block()
    {
        long length = Long();
        if (length < 0)
        {
            Fail($"the length {Text(length)} is negative");
            return default;
        }

        return Take(length);
    }

    /// <summary>Bytes of known length, in place; empty and a fault if there are fewer.</summary>
    public ReadOnlySpan<byte> Take(long length)
    {
        if (length > Left)
        {
            Fail($"{Text(length)} bytes are announced and {Text(Left)} are left");
            return default;
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    /// <summary>The number of a union's branch or of an enum's symbol.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="what">What they are, for people: <c>branch</c> or <c>symbol</c>.</param>
    public int Choice(int count, string what)
    {
        // Most types have few branches or symbols, so the number is one byte.
        if (_at < _bytes.Length && _bytes[_at] is var first && (first & 0x81) == 0 && first >> 1 < count)
        {
            _at++;
            return first >> 1;
        }

        int choice = Int();
        if ((uint)choice >= (uint)count)
        {
            Fail($"{what} {Text(choice)} is asked for and there are {Text(count)}");
            return 0;
        }

        return choice;
    }

    /// <summary>How many items of an array or map follow in the next block; 0 after the last.</summary>
    /// <param name="bytesPerItem">Bytes that one item takes at least.</param>
    public int BlockCount(int bytesPerItem)
    {
        long count = Long();
        if (count < 0)
        {
            // A negative count is followed by the block's size, which only a reader that skips needs.
            count = -count;
            _ = Long();
        }

        bool isPossible = bytesPerItem > 0
            ? (ulong)count <= (ulong)(Left / bytesPerItem)
            : (ulong)count <= MaxItemsWithoutBytes && (_itemsWithoutBytes += (int)count) <= MaxItemsWithoutBytes;
        if (!isPossible)
        {
            Fail($"a list of {Text(count)} items is announced and {Text(Left)} bytes are left");
            return 0;
        }

        return (int)count;
    }

    /// <summary>Goes one nesting level down; <see cref="Leave"/> comes back up.</summary>
    /// <returns>False if that is too deep, or something was wrong before: a type that contains itself would go down for ever.</returns>
    public bool Enter()
    {
        if (++_depth > MaxDepth)
        {
            Fail($"it is nested deeper than {Text(MaxDepth)} levels");
        }

        return !IsBroken;
    }

    public void Leave() => _depth--;

    /// <summary>Notes a fault at the present place; later ones are consequences and are ignored.</summary>
    public void Fail(string reason)
    {
        _fault ??= $"{reason} (byte {Text(_at)})";
        _at = _bytes.Length;
    }

    /// <summary>Puts the name of the field around the fault, if there is one.</summary>
    public void FailedIn(string field)
    {
        if (IsBroken)
        {
            _path = _path.Length == 0 ? field : $"{field}.{_path}";
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Most numbers, lengths and branches of a message take one byte.
    private bool TryByte(out int value)
    {
        if (_at < _bytes.Length && _bytes[_at] is var b and < 0x80)
        {
            _at++;
            value = (b >> 1) ^ -(b & 1);
            return true;
        }

        value = 0;
        return false;
    }

    private long VarInt(int maxBytes)
    {
        ulong value = 0;
        int end = Math.Min(_bytes.Length, _at + maxBytes);
        for (int at = _at, shift = 0; at < end; shift += 7)
        {
            byte b = _bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                _at = at;
                value = maxBytes == 5 ? (uint)value : value;
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        Fail(end - _at < maxBytes ? "the message ends where a number should be" : $"a number takes more than {Text(maxBytes)} bytes");
        return 0;
    }
}
