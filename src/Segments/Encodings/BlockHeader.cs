using System.Runtime.InteropServices;

namespace Segments.Encodings;

/// <summary>How the values of one block are stored.</summary>
internal enum BlockMode : byte
{
    /// <summary>Packed integers: value − <see cref="BlockHeader.Min"/>.</summary>
    Packed = 0,

    /// <summary>Runs of equal integers.</summary>
    Runs = 1,

    /// <summary>Doubles as packed integers, to be divided by a power of ten.</summary>
    Decimals = 2,

    /// <summary>Bits of doubles, or of floats, as packed integers.</summary>
    Bits = 3,

    /// <summary>Packed lengths of texts, then their bytes.</summary>
    Texts = 4,

    /// <summary>Texts of a template: two hex digits a byte.</summary>
    Template = 5,
}

/// <summary>One entry of a block table, as it lies in the file (docs/segment-format.md, "Block table").</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = Bytes)]
internal struct BlockHeader
{
    /// <summary>Size of an entry.</summary>
    public const int Bytes = 32;

    /// <summary>The bit of <see cref="Flags"/> that is in use.</summary>
    public const byte OutlierFlag = 1;

    /// <summary>Smallest integer of the block, the base of packed ones.</summary>
    public long Min;

    /// <summary>Largest integer of the block.</summary>
    public long Max;

    /// <summary>Where the block's data begins in its data section.</summary>
    public long Offset;

    /// <summary>Values in the block.</summary>
    public int Count;

    /// <summary>Bits of a packed integer.</summary>
    public byte Width;

    /// <summary>How the values are stored.</summary>
    public BlockMode Mode;

    /// <summary>Of <see cref="BlockMode.Decimals"/>: the power of ten.</summary>
    public byte Exponent;

    /// <summary>Bit 0: the block has an <see cref="Outlier"/>; other bits are zero.</summary>
    public byte Flags;

    /// <summary>True if the block has an <see cref="Outlier"/>.</summary>
    public readonly bool HasOutlier => (Flags & OutlierFlag) != 0;
}
