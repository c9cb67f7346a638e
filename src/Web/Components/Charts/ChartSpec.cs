using Web.Addresses;

namespace Web.Components.Charts;

/// <summary>What a chart is made of.</summary>
public enum ChartKind
{
    /// <summary>Points joined by lines.</summary>
    Line,

    /// <summary>A line with its area filled, one on top of the other.</summary>
    Area,

    /// <summary>A value holds until the next one.</summary>
    Step,

    /// <summary>Bars side by side.</summary>
    Bar,

    /// <summary>Bars on top of each other.</summary>
    Stacked,

    /// <summary>Points alone.</summary>
    Scatter,

    /// <summary>The first value of the first row, large.</summary>
    Number,
}

/// <summary>How an answer is drawn; a link carries it as <c>line:x=m;y=c,d;s=country</c>.</summary>
/// <param name="Kind">What it is made of.</param>
/// <param name="X">Column along the bottom; null for the number.</param>
/// <param name="Ys">Columns whose values are drawn.</param>
/// <param name="Series">Column whose values part the rows into series; null if each of <paramref name="Ys"/> is one.</param>
public sealed record ChartSpec(ChartKind Kind, string? X, IReadOnlyList<string> Ys, string? Series)
{
    /// <summary>The form in a link.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (X is not null)
        {
            parts.Add($"x={Escape(X)}");
        }

        parts.Add($"y={string.Join(',', Ys.Select(Escape))}");
        if (Series is not null)
        {
            parts.Add($"s={Escape(Series)}");
        }

        return $"{AppUrls.Word(Kind)}:{string.Join(';', parts)}";
    }

    /// <summary>Reads the form in a link; null if it is none.</summary>
    public static ChartSpec? Parse(string? text)
    {
        if (text?.Split(':', 2) is not [string kind, string rest] || !Enum.TryParse(kind, ignoreCase: true, out ChartKind known) || !Enum.IsDefined(known))
        {
            return null;
        }

        ChartSpec spec = new(known, null, [], null);
        foreach (string part in rest.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            spec = part.Split('=', 2) switch
            {
                ["x", string name] => spec with { X = Uri.UnescapeDataString(name) },
                ["y", string names] => spec with { Ys = [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)] },
                ["s", string name] => spec with { Series = Uri.UnescapeDataString(name) },
                _ => spec,
            };
        }

        return spec;
    }

    public bool Equals(ChartSpec? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static string Escape(string name) => Uri.EscapeDataString(name);
}
