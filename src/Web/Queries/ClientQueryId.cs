using System.Text.RegularExpressions;
using Query;

namespace Web.Queries;

/// <summary>Finds the name that a client gives its query, before the query is parsed: a query must be stoppable from its first moment.</summary>
internal static partial class ClientQueryId
{
    private const string Name = "clientQueryId";

    /// <summary>The name in the text (<c>SET clientQueryId = 'x'</c>, <c>OPTION(clientQueryId=x)</c>) or in the options; null if there is none.</summary>
    public static string? Of(QueryRequest request)
    {
        if (request.Sql.Contains(Name, StringComparison.OrdinalIgnoreCase) && InText().Match(request.Sql) is { Success: true } match)
        {
            return match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value;
        }

        return request.Options.TryGetValue(Name, out string? name) ? name : null;
    }

    [GeneratedRegex(
        @"(?:\bSET\s+|\bOPTION\s*\([^)]*?)\bclientQueryId\s*=\s*(?:'(?<quoted>[^']*)'|(?<bare>[^\s,;)']+))",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InText();
}
