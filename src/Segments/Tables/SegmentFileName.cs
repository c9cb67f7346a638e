using System.Globalization;

namespace Segments.Tables;

/// <summary>The parts of <c>events__0__3__20240211T1334Z.seg</c>.</summary>
internal readonly record struct SegmentFileName(int Partition, int Sequence)
{
    public const string Extension = ".seg";

    /// <summary>Reads the name of a segment file of a table.</summary>
    public static bool TryParse(string path, string table, out SegmentFileName parts)
    {
        parts = default;
        string name = Path.GetFileNameWithoutExtension(path);
        string[] fields = name.StartsWith(table + "__", StringComparison.Ordinal) ? name[(table.Length + 2)..].Split("__") : [];
        if (fields.Length != 3 || !TryReadNumber(fields[0], out int partition) || !TryReadNumber(fields[1], out int sequence))
        {
            return false;
        }

        parts = new SegmentFileName(partition, sequence);
        return true;
    }

    private static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
