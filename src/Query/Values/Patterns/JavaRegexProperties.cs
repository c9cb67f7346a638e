using System.Globalization;

namespace Query.Values.Patterns;

/// <summary>The properties behind \p{…} in Java's regular expressions.</summary>
internal static class JavaRegexProperties
{
    private static readonly UnicodeCategory[] AllCategories = Enum.GetValues<UnicodeCategory>();

    /// <summary>The set of a property, or null if it is not known.</summary>
    public static CodePointSet? Find(string name)
    {
        CodePointSet? set = Ascii(name) ?? Java(name) ?? Category(name);
        if (set is not null)
        {
            return set;
        }

        string bare = name.StartsWith("Is", StringComparison.Ordinal) || name.StartsWith("In", StringComparison.Ordinal) ? name[2..]
            : name.IndexOf('=', StringComparison.Ordinal) is >= 0 and int at ? name[(at + 1)..]
            : name;
        return Binary(bare) ?? Script(bare.ToUpperInvariant()) ?? Category(bare);
    }

    private static CodePointSet? Ascii(string name) => name switch
    {
        "Lower" => CodePointSet.Of(('a', 'z')),
        "Upper" => CodePointSet.Of(('A', 'Z')),
        "ASCII" => CodePointSet.Of((0, 0x7F)),
        "Alpha" => CodePointSet.Of(('a', 'z'), ('A', 'Z')),
        "Digit" => CodePointSet.Of(('0', '9')),
        "Alnum" => CodePointSet.Of(('a', 'z'), ('A', 'Z'), ('0', '9')),
        "Punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        "Graph" => CodePointSet.Of(('!', '~')),
        "Print" => CodePointSet.Of((' ', '~')),
        "Blank" => CodePointSet.Of(" \t"),
        "Cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
        "XDigit" => CodePointSet.Of(('0', '9'), ('a', 'f'), ('A', 'F')),
        "Space" => CodePointSet.Of(" \t\n\u000B\f\r"),
        _ => null,
    };

    private static CodePointSet? Java(string name) => name switch
    {
        "javaLowerCase" => CodePointSet.OfCategories(name, UnicodeCategory.LowercaseLetter),
        "javaUpperCase" => CodePointSet.OfCategories(name, UnicodeCategory.UppercaseLetter),
        "javaWhitespace" => CodePointSet.Where(name, point => point < 0x10000 && char.IsWhiteSpace((char)point) && point is not (0xA0 or 0x2007 or 0x202F or 0x85)),
        "javaDigit" => CodePointSet.OfCategories(name, UnicodeCategory.DecimalDigitNumber),
        "javaLetter" or "javaAlphabetic" => Category("L"),
        "javaLetterOrDigit" => Category("L")!.Union(Category("Nd")!),
        _ => null,
    };

    private static CodePointSet? Binary(string name) => name.ToUpperInvariant() switch
    {
        "ALPHABETIC" => Category("L")!.Union(Category("Nl")!),
        "IDEOGRAPHIC" => Script("HAN"),
        "LETTER" => Category("L"),
        "LOWERCASE" => Category("Ll"),
        "UPPERCASE" => Category("Lu"),
        "TITLECASE" => Category("Lt"),
        "PUNCTUATION" => Category("P"),
        "CONTROL" => Category("Cc"),
        "WHITE_SPACE" or "WHITESPACE" => CodePointSet.Where("white", point => point < 0x10000 && char.IsWhiteSpace((char)point)),
        "DIGIT" => Category("Nd"),
        "ASSIGNED" => CodePointSet.OfCategories("assigned", [.. AllCategories.Where(category => category != UnicodeCategory.OtherNotAssigned)]),
        _ => null,
    };

    private static CodePointSet? Category(string name)
    {
        UnicodeCategory[] categories = [.. AllCategories.Where(category => ShortName(category) == name || (name.Length == 1 && ShortName(category)[0] == name[0]))];
        return categories.Length == 0 ? null : CodePointSet.OfCategories("category " + name, categories);
    }

    private static string ShortName(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };

    // The blocks a script is mostly written in.
    private static CodePointSet? Script(string name) => name switch
    {
        "HAN" => CodePointSet.Of((0x2E80, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x323AF)),
        "HIRAGANA" => CodePointSet.Of((0x3041, 0x3096), (0x309D, 0x309F)),
        "KATAKANA" => CodePointSet.Of((0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D)),
        "HANGUL" => CodePointSet.Of((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)),
        "LATIN" => CodePointSet.Of(('A', 'Z'), ('a', 'z'), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2B8), (0x1E00, 0x1EFF)),
        "GREEK" => CodePointSet.Of((0x370, 0x373), (0x375, 0x377), (0x37A, 0x37D), (0x37F, 0x37F), (0x384, 0x384), (0x386, 0x386), (0x388, 0x3E1), (0x3F0, 0x3FF), (0x1F00, 0x1FFE)),
        "CYRILLIC" => CodePointSet.Of((0x400, 0x52F), (0x1C80, 0x1C88), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
        "ARABIC" => CodePointSet.Of((0x600, 0x604), (0x606, 0x6FF), (0x750, 0x77F)),
        "HEBREW" => CodePointSet.Of((0x591, 0x5F4), (0xFB1D, 0xFB4F)),
        "THAI" => CodePointSet.Of((0xE01, 0xE3A), (0xE40, 0xE5B)),
        "DEVANAGARI" => CodePointSet.Of((0x900, 0x97F)),
        _ => null,
    };
}
