using System.Buffers.Binary;
using System.Globalization;

namespace Ingestion.Protobuf;

/// <summary>Reads Protobuf's wire format from a message, front to back.</summary>
/// <remarks>
/// Nothing throws: the first fault is kept, everything read after it is zero or empty, and whoever loops asks <see cref="IsBroken"/>.
/// What a message claims about itself allocates nothing before its bytes have been seen.
/// </remarks>
internal ref struct ProtoCursor(ReadOnlySpan<byte> bytes)
{
    /// <summary>Levels of messages within messages, as in Java's library.</summary>
    private const int MaxDepth = 100;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _end = bytes.Length;
    private int _depth;
    private string? _fault;
    private string _path = "";

    /// <summary>True after the first fault.</summary>
    public readonly bool IsBroken => _fault is not null;

    /// <summary>True if nothing is left of the block that is being read; also after a fault.</summary>
    public readonly bool IsAtEnd => _at >= _end;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at.._end];

    /// <summary>What is wrong, for people; null if nothing is.</summary>
    public readonly string? Fault => _fault is null ? null : _path.Length == 0 ? _fault : $"field '{_path}': {_fault}";

    /// <summary>What stands in front of every value.</summary>
    /// <returns>Number of the field and frame of the value; number 0 after a fault.</returns>
    public (int Number, WireType Wire) Tag()
    {
        uint tag = (uint)Varint();
        int number = (int)(tag >> 3);
        if (IsBroken)
        {
            return default;
        }

        if (number == 0 || (tag & 7) > (int)WireType.Four)
        {
            Fail($"{Text(tag)} is no tag of a field");
            return default;
        }

        return (number, (WireType)(tag & 7));
    }

    /// <summary>A number of one to ten bytes.</summary>
    public ulong Varint()
    {
        if (_at < _end && _bytes[_at] is var first and < 0x80)
        {
            _at++;
            return first;
        }

        ulong value = 0;
        int end = Math.Min(_end, _at + 10);
        for (int at = _at, shift = 0; at < end; shift += 7)
        {
            byte b = _bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                _at = at;
                return value;
            }
        }

        Fail(end - _at < 10 ? "the message ends where a number should be" : "a number takes more than 10 bytes");
        return 0;
    }

    /// <summary>A number whose sign is its last bit.</summary>
    public long SignedVarint() => Varint() is var bits ? (long)(bits >> 1) ^ -(long)(bits & 1) : 0;

    /// <summary>Four bytes.</summary>
    public uint Four() => Take(sizeof(uint)) is { Length: > 0 } value ? BinaryPrimitives.ReadUInt32LittleEndian(value) : 0;

    /// <summary>Eight bytes.</summary>
    public ulong Eight() => Take(sizeof(ulong)) is { Length: > 0 } value ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;

    /// <summary>A length and so many bytes, in place.</summary>
    public ReadOnlySpan<byte> Block() => Take(Varint());

    /// <summary>Goes into a block, so that reading ends where it ends; <see cref="Leave"/> comes back out.</summary>
    /// <param name="outer">For <see cref="Leave"/>.</param>
    /// <returns>False if it cannot be entered.</returns>
    public bool Enter(out int outer)
    {
        outer = _end;
        ulong length = Varint();
        if (!CanTake(length) || !EnterGroup())
        {
            return false;
        }

        _end = _at + (int)length;
        return true;
    }

    /// <summary>Goes one level down without a block; <see cref="LeaveGroup"/> comes back up.</summary>
    /// <returns>False if that is too deep.</returns>
    public bool EnterGroup()
    {
        if (++_depth > MaxDepth)
        {
            Fail($"it is nested deeper than {Text(MaxDepth)} levels");
        }

        return !IsBroken;
    }

    /// <summary>Goes on behind a block.</summary>
    public void Leave(int outer)
    {
        _depth--;
        if (!IsBroken)
        {
            _at = _end;
            _end = outer;
        }
    }

    public void LeaveGroup() => _depth--;

    /// <summary>Steps over a value.</summary>
    public void Skip(int number, WireType wire)
    {
        switch (wire)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Eight:
                Take(sizeof(ulong));
                break;
            case WireType.Four:
                Take(sizeof(uint));
                break;
            case WireType.Block:
                Block();
                break;
            case WireType.GroupStart:
                SkipGroup(number);
                break;
            default:
                Fail($"a group of field {Text(number)} ends that did not begin");
                break;
        }
    }

    /// <summary>Notes a fault at the present place; later ones are consequences and are ignored.</summary>
    public void Fail(string reason)
    {
        _fault ??= $"{reason} (byte {Text(_at)})";
        _at = _end = _bytes.Length;
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

    private void SkipGroup(int number)
    {
        if (!EnterGroup())
        {
            return;
        }

        while (!IsAtEnd)
        {
            (int inner, WireType wire) = Tag();
            if (wire == WireType.GroupEnd && inner == number)
            {
                LeaveGroup();
                return;
            }

            if (!IsBroken)
            {
                Skip(inner, wire);
            }
        }

        Fail($"the group of field {Text(number)} has no end");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (!CanTake(length))
        {
            return default;
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private bool CanTake(ulong length)
    {
        if (!IsBroken && length > (ulong)(_end - _at))
        {
            Fail($"{length.ToString(CultureInfo.InvariantCulture)} bytes are announced and {Text(_end - _at)} are left");
        }

        return !IsBroken;
    }
}
