using System.Text.RegularExpressions;

namespace Web.Components.ResultViews;

/// <summary>Without a LIMIT a query gives at most ten rows, as in Apache Pinot; the page says so.</summary>
internal static partial class DefaultLimit
{
    private const int Rows = 10;

    /// <summary>True if the statement sets no limit and its answer is as long as the default one.</summary>
    public static bool MayHaveCut(string sql, int rows) => rows == Rows && !LimitWord().IsMatch(sql);

    /// <summary>The statement with a limit written behind it.</summary>
    public static string Raise(string sql, int rows) => $"{sql.TrimEnd(' ', '\n', '\r', '\t', ';')}\nLIMIT {rows}";

    [GeneratedRegex(@"\b(?:LIMIT|FETCH)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LimitWord();
}
