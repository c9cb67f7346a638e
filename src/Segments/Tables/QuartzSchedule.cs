using System.Globalization;

namespace Segments.Tables;

/// <summary>The schedule expressions of the Quartz library, as far as right from wrong: six or seven fields from second to year.</summary>
internal static class QuartzSchedule
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly (string Name, int Least, int Most, string[] Words)[] Fields =
    [
        ("second", 0, 59, []), ("minute", 0, 59, []), ("hour", 0, 23, []), ("day of month", 1, 31, []), ("month", 1, 12, Months), ("day of week", 1, 7, Days), ("year", 1970, 2199, []),
    ];

    /// <summary>Null if the text is a schedule, else which field is wrong.</summary>
    public static string? FaultOf(string text)
    {
        string[] parts = text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (6 or 7))
        {
            return "write six or seven fields: second minute hour day-of-month month day-of-week [year], such as 0 */10 * * * ?";
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (!parts[i].Split(',').All(part => IsGood(part, i)))
            {
                return $"field {Fields[i].Name} cannot be {parts[i]}";
            }
        }

        return parts[3] is "?" == parts[5] is "?" ? "one of day-of-month and day-of-week must be ?, and only one" : null;
    }

    private static bool IsGood(string part, int field)
    {
        bool isDay = field is 3 or 5;
        if (part is "*" || (part is "?" && isDay))
        {
            return true;
        }

        return field switch
        {
            3 when part is "L" or "LW" || part.StartsWith("L-", StringComparison.Ordinal) => part.Length < 3 || IsNumber(part[2..], 0, 30),
            3 when part.EndsWith('W') => IsNumber(part[..^1], 1, 31),
            5 when part is "L" => true,
            5 when part.EndsWith('L') => TryRead(part[..^1], field, out _),
            5 when part.Split('#') is [var day, var number] => TryRead(day, field, out _) && IsNumber(number, 1, 5),
            _ => IsRange(part, field),
        };
    }

    // 5, MON, 5-10, */15, 0/15, 5-10/2
    private static bool IsRange(string part, int field)
    {
        string[] steps = part.Split('/');
        if (steps.Length > 2 || (steps.Length == 2 && !IsNumber(steps[1], 1, Fields[field].Most)))
        {
            return false;
        }

        string[] ends = steps[0].Split('-');
        return (steps.Length == 2 && steps[0] is "*" or "") || (ends.Length <= 2 && ends.All(end => TryRead(end, field, out _)));
    }

    private static bool TryRead(string text, int field, out int value)
    {
        int word = Array.IndexOf(Fields[field].Words, text);
        value = word + Fields[field].Least;
        return word >= 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= Fields[field].Least && value <= Fields[field].Most);
    }

    private static bool IsNumber(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most;
}
