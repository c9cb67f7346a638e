using System.Globalization;

namespace Segments.Schema;

/// <summary>Checks the <c>format</c> and <c>granularity</c> of date-time columns, in both of Pinot's spellings.</summary>
internal static class DateTimeFormat
{
    // Coarse to fine; texts of such a pattern sort as the times they stand for.
    private const string OrderedLetters = "yMdHmsS";
    private const string PatternLetters = "GCYxwyDMdahHkKeEmsSzZ";

    private static readonly string[] Units =
        ["NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"];

    /// <summary>Null if the format is good, else the reason in Pinot's words.</summary>
    public static string? FaultOfFormat(string? format)
    {
        string invalid = $"Invalid format: {format ?? "null"}";
        if (string.IsNullOrEmpty(format))
        {
            return invalid;
        }

        bool isColonSyntax = char.IsAsciiDigit(format[0]);
        string[] parts = isColonSyntax ? format.Split(':', 4) : format.Split('|', 3);
        if (isColonSyntax && (parts.Length < 3 || !IsSize(parts[0]) || !IsUnit(parts[1])))
        {
            return invalid;
        }

        string word = isColonSyntax ? parts[2] : parts[0];
        return word switch
        {
            "EPOCH" when isColonSyntax || IsEpochTail(parts) => null,
            "TIMESTAMP" => null,
            "SIMPLE_DATE_FORMAT" when isColonSyntax => parts.Length == 4 ? FaultOfPattern(WithoutZone(parts[3]), invalid) : invalid,
            "SIMPLE_DATE_FORMAT" => parts.Length == 1 ? null : FaultOfPattern(parts[1], invalid),
            _ => invalid,
        };
    }

    /// <summary>Null if the granularity is good, else the reason in Pinot's words.</summary>
    public static string? FaultOfGranularity(string? granularity)
    {
        string[] parts = (granularity ?? string.Empty).Split(granularity?.Contains('|', StringComparison.Ordinal) == true ? '|' : ':');
        bool isGood = parts switch
        {
            [string unit] => IsUnit(unit),
            [string first, string second] when char.IsAsciiDigit(first.FirstOrDefault()) => IsSize(first) && IsUnit(second),
            [string unit, string size] => IsUnit(unit) && IsSize(size),
            _ => false,
        };
        return isGood ? null : $"Invalid granularity: {granularity ?? "null"}";
    }

    private static bool IsEpochTail(string[] parts) => parts.Length == 1 || (IsUnit(parts[1]) && (parts.Length == 2 || IsSize(parts[2])));

    private static bool IsUnit(string text) => Units.Contains(text, StringComparer.Ordinal);

    private static bool IsSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0;

    private static string WithoutZone(string pattern)
    {
        int zone = pattern.IndexOf("tz(", StringComparison.Ordinal);
        return (zone < 0 ? pattern : pattern[..zone]).Trim();
    }

    private static string? FaultOfPattern(string pattern, string invalid)
    {
        int coarsest = -1;
        bool isQuoted = false;
        foreach (char letter in pattern)
        {
            isQuoted ^= letter == '\'';
            if (isQuoted || !char.IsAsciiLetter(letter))
            {
                continue;
            }

            if (!PatternLetters.Contains(letter, StringComparison.Ordinal))
            {
                return invalid;
            }

            int rank = OrderedLetters.IndexOf(letter, StringComparison.Ordinal);
            if (rank >= 0 && rank < coarsest)
            {
                return $"SIMPLE_DATE_FORMAT pattern {pattern} has to be sorted by both lexicographical and datetime order";
            }

            coarsest = Math.Max(coarsest, rank);
        }

        return pattern.Length == 0 || isQuoted ? invalid : null;
    }
}
