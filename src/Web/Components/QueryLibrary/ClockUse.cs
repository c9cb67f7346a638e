using Query.Sql;

namespace Web.Components.QueryLibrary;

/// <summary>Tells whether a statement asks for the time: only then it matters whether its clock is stopped.</summary>
internal static class ClockUse
{
    /// <summary>True if the text calls <c>now()</c> or <c>ago()</c>. False for a text that is no SQL.</summary>
    public static bool Has(string sql)
    {
        try
        {
            IReadOnlyList<SqlToken> tokens = SqlTokenizer.Tokenize(sql);
            return tokens.Zip(tokens.Skip(1)).Any(pair => pair.First.Kind == SqlTokenKind.Word && IsClock(pair.First.Value) && pair.Second is { Kind: SqlTokenKind.Symbol, Value: "(" });
        }
        catch (SqlException)
        {
            return false;
        }
    }

    private static bool IsClock(string word) => word.Equals("now", StringComparison.OrdinalIgnoreCase) || word.Equals("ago", StringComparison.OrdinalIgnoreCase);
}
