using Query;
using Web.Texts;

namespace Web.Components.SqlConsole;

/// <summary>Decides whether a link that says run may run by being opened: a link must not cost more than a look.</summary>
internal static class SharedQueryGuard
{
    /// <summary>Rows that an opened link may read: about two seconds of work.</summary>
    public const long MaxRows = 50_000_000;

    /// <summary>Why the statement waits for a click; null if it may run.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="estimate">What it would read.</param>
    public static TabNotice? ReasonToWait(string sql, QueryEstimate estimate)
    {
        string word = FirstWord(sql);
        if (word is not ("SELECT" or "EXPLAIN" or "SET" or "WITH"))
        {
            return new TabNotice(word.Length == 0
                ? "Opened, not run: the statement does not begin with a word of SQL."
                : $"Opened, not run: it begins with {word}. Only SELECT runs here; tables are changed on their own pages and over REST.");
        }

        return estimate.Rows > MaxRows
            ? new TabNotice($"Opened, not run: this would read up to {Numbers.Short(estimate.Rows)} rows in {estimate.Segments} segments.", OffersRun: true)
            : null;
    }

    // Behind comments and brackets, so that a comment does not hide what a statement does.
    private static string FirstWord(string sql)
    {
        string rest = sql.TrimStart(' ', '\t', '\r', '\n', ';', '(', '\uFEFF');
        while (rest.StartsWith("--", StringComparison.Ordinal) || rest.StartsWith("/*", StringComparison.Ordinal))
        {
            int end = rest[0] == '-' ? rest.IndexOf('\n', StringComparison.Ordinal) : rest.IndexOf("*/", 2, StringComparison.Ordinal);
            rest = end < 0 ? "" : rest[(end + (rest[0] == '-' ? 1 : 2))..].TrimStart(' ', '\t', '\r', '\n', ';', '(');
        }

        return new string([.. rest.TakeWhile(char.IsLetter)]).ToUpperInvariant();
    }
}
