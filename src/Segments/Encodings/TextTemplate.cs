using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Segments.Columns;

namespace Segments.Encodings;

/// <summary>A text in which each place holds one certain byte, or any lower-case hexadecimal digit; a value is its digits, two a byte.</summary>
internal sealed unsafe class TextTemplate
{
    /// <summary>Longest text a template is made for.</summary>
    public const int LongestText = 64;

    private readonly byte[] _constants;
    private readonly bool[] _isDigit;
    private readonly Vector512<byte> _constantBytes;
    private readonly Vector512<byte> _digitMask;
    private readonly Vector512<byte> _digitIndices;
    private readonly Vector512<byte> _digitPlaces;

    /// <param name="constants">The text; what stands in the places of digits does not matter.</param>
    /// <param name="isDigit">Which places hold digits.</param>
    public TextTemplate(ReadOnlySpan<byte> constants, ReadOnlySpan<bool> isDigit)
    {
        _constants = constants.ToArray();
        _isDigit = isDigit.ToArray();
        DigitCount = isDigit.Count(true);
        Span<byte> bytes = stackalloc byte[LongestText];
        Span<byte> mask = stackalloc byte[LongestText];
        Span<byte> indices = stackalloc byte[LongestText];
        Span<byte> places = stackalloc byte[LongestText];
        places.Clear();
        bytes.Clear();
        mask.Clear();
        indices.Clear();
        byte digit = 0;
        for (int i = 0; i < constants.Length; i++)
        {
            bytes[i] = constants[i];
            if (isDigit[i])
            {
                mask[i] = byte.MaxValue;
                places[digit] = (byte)i;
                indices[i] = digit++;
            }
        }

        _digitPlaces = Vector512.Create<byte>(places);

        _constantBytes = Vector512.Create<byte>(bytes);
        _digitMask = Vector512.Create<byte>(mask);
        _digitIndices = Vector512.Create<byte>(indices);
    }

    /// <summary>Bytes of each text.</summary>
    public int TextLength => _constants.Length;

    /// <summary>Digits of each text.</summary>
    public int DigitCount { get; }

    /// <summary>Bytes of each packed value.</summary>
    public int PackedBytes => (DigitCount + 1) / 2;

    /// <summary>The text; rubbish in the places of digits.</summary>
    public ReadOnlySpan<byte> Constants => _constants;

    /// <summary>Which places hold digits.</summary>
    public ReadOnlySpan<bool> IsDigit => _isDigit;

    /// <summary>Packs the texts of a block.</summary>
    /// <param name="texts">All of this template.</param>
    /// <param name="packed">Room for all values and <see cref="BitPacking.SlackBytes"/> bytes more.</param>
    public void Pack(ReadOnlySpan<Utf8Slice> texts, Span<byte> packed)
    {
        Span<byte> copy = stackalloc byte[LongestText]; // a vector is read whole, a text may end where memory does
        copy.Clear();
        Vector512<ushort> lowBytes = Vector512.Create((ushort)0xFF);
        Vector512<byte> used = Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)DigitCount));
        for (int i = 0; i < texts.Length; i++, packed = packed[PackedBytes..])
        {
            if (!Avx512Vbmi.IsSupported)
            {
                PackScalar(texts[i].Span, packed);
                continue;
            }

            texts[i].Span.CopyTo(copy);
            Vector512<byte> characters = Avx512Vbmi.PermuteVar64x8(Vector512.Create<byte>(copy), _digitPlaces);
            Vector512<byte> letters = (characters.AsUInt16() >>> 6).AsByte() & Vector512<byte>.One;
            Vector512<byte> digits = ((characters & Vector512.Create((byte)15)) + letters + (letters.AsUInt16() << 3).AsByte()) & used;
            Vector512<ushort> pairs = ((digits.AsUInt16() << 4) | (digits.AsUInt16() >>> 8)) & lowBytes;
            Avx512BW.ConvertToVector256Byte(pairs).CopyTo(packed);
        }
    }

    /// <summary>The plain way for one text; also the twin the vectors are compared with.</summary>
    public void PackScalar(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        int next = 0;
        int pending = 0;
        for (int i = 0; i < _isDigit.Length; i++)
        {
            if (!_isDigit[i])
            {
                continue;
            }

            int digit = DigitValue(text[i]);
            if ((next & 1) == 0)
            {
                pending = digit << 4;
                packed[next / 2] = (byte)pending;
            }
            else
            {
                packed[next / 2] = (byte)(pending | digit);
            }

            next++;
        }
    }

    /// <summary>Unpacks the texts of a block and slices them.</summary>
    /// <param name="packed">Packed values, followed by <see cref="BitPacking.SlackBytes"/> readable bytes.</param>
    /// <param name="target">Room for all texts and <see cref="LongestText"/> bytes more.</param>
    /// <param name="slices">Receives the texts; its length decides how many.</param>
    public void Unpack(byte* packed, byte* target, Span<Utf8Slice> slices)
    {
        for (int i = 0; i < slices.Length; i++)
        {
            slices[i] = new Utf8Slice(target + ((long)i * TextLength), TextLength);
        }

        if (Avx512Vbmi.IsSupported)
        {
            UnpackVectors(packed, target, slices.Length);
        }
        else
        {
            UnpackScalar(packed, target, slices.Length);
        }
    }

    /// <summary>The plain way; also the twin the vectors are compared with.</summary>
    public void UnpackScalar(byte* packed, byte* target, int count)
    {
        for (int text = 0; text < count; text++, packed += PackedBytes, target += TextLength)
        {
            int digit = 0;
            for (int i = 0; i < _isDigit.Length; i++)
            {
                if (_isDigit[i])
                {
                    int value = (packed[digit / 2] >> ((digit & 1) == 0 ? 4 : 0)) & 15;
                    target[i] = "0123456789abcdef"u8[value];
                    digit++;
                }
                else
                {
                    target[i] = _constants[i];
                }
            }
        }
    }

    /// <summary>A text a step: digits to bytes, bytes to characters, characters to their places (TextTemplateBenchmarks).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as BitPacking: fast from the first query on
    private void UnpackVectors(byte* packed, byte* target, int count)
    {
        Vector512<byte> characters = Vector512.Create<byte>("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"u8);
        Vector512<ushort> lowNibbles = Vector512.Create((ushort)0x0F0F);
        for (int text = 0; text < count; text++, packed += PackedBytes, target += TextLength)
        {
            Vector512<ushort> pairs = Avx512BW.ConvertToVector512UInt16(Vector256.Load(packed));
            Vector512<byte> digits = (((pairs >>> 4) | (pairs << 8)) & lowNibbles).AsByte();
            Vector512<byte> placed = Avx512Vbmi.PermuteVar64x8(digits, _digitIndices);
            Vector512.ConditionalSelect(_digitMask, Avx512BW.Shuffle(characters, placed), _constantBytes).Store(target);
        }
    }

    /// <summary>The value of a lower-case hexadecimal digit; -1 for other characters.</summary>
    public static int DigitValue(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };
}
