namespace Segments.Files;

/// <summary>How a column is stored; decides which sections it has.</summary>
internal enum ColumnEncoding : byte
{
    /// <summary>Integers in blocks.</summary>
    Longs = 1,

    /// <summary>Floating-point numbers in blocks.</summary>
    Doubles = 2,

    /// <summary>Texts as ids into a sorted dictionary.</summary>
    Dictionary = 3,

    /// <summary>Texts as they are.</summary>
    Texts = 4,

    /// <summary>Texts of one length that differ only in hexadecimal digits.</summary>
    Template = 5,
}
