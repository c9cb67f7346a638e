using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Web.Components;

/// <summary>A statement in a link to the query page.</summary>
/// <param name="Sql">The text; empty for a bare page.</param>
/// <param name="Run">True if opening the link runs it.</param>
/// <param name="View">How the answer is shown.</param>
/// <param name="TimeoutMillis">Milliseconds after which it is stopped; null for the server's default.</param>
public sealed record QueryLink(string Sql, bool Run = false, ResultView View = ResultView.Grid, int? TimeoutMillis = null);

/// <summary>How an answer is shown.</summary>
public enum ResultView
{
    /// <summary>Rows and columns.</summary>
    Grid,

    /// <summary>The JSON that REST gives.</summary>
    Json,

    /// <summary>What the query took.</summary>
    Stats,
}

/// <summary>The tabs of a table's page.</summary>
public enum TableTab
{
    /// <summary>Newest rows and the main figures.</summary>
    Overview,

    /// <summary>Progress per partition.</summary>
    Ingest,

    /// <summary>Columns.</summary>
    Schema,

    /// <summary>Sealed and consuming segments.</summary>
    Segments,

    /// <summary>Messages that became no row.</summary>
    Rejects,

    /// <summary>Schema and table config as JSON.</summary>
    Config,
}

/// <summary>Every address of the console. Paths stay clear of Pinot's REST paths; only <c>/query</c> is shared (see ConsoleSetup).</summary>
internal static class AppUrls
{
    public const string Home = "/";
    public const string Catalog = "/catalog";
    public const string Ingest = "/ingest";
    public const string QueryPath = "/query";

    /// <summary>Longest link that carries its SQL in the query string: proxies and servers cut request lines at 8,192 bytes.</summary>
    public const int MaxUrlLength = 6_000;

    /// <summary>The catalogue, filtered by a part of the name.</summary>
    public static string CatalogOf(string filter) => filter.Length == 0 ? Catalog : $"{Catalog}?q={Uri.EscapeDataString(filter)}";

    /// <summary>The page of a table.</summary>
    public static string Table(string table, TableTab tab = TableTab.Overview) =>
        $"/t/{Uri.EscapeDataString(table)}{(tab == TableTab.Overview ? "" : $"?tab={Word(tab)}")}";

    /// <summary>Longest address of all: the browser tells it to its circuit in one message, which holds 32 KB.</summary>
    public const int MaxFragmentLength = 24_000;

    /// <summary>
    /// The query page with a statement; a long one goes into the fragment, which is in no request. One that is too long for that
    /// as well stays out of the address.
    /// </summary>
    public static string Query(QueryLink link)
    {
        string url = Build(link, '?');
        return url.Length <= MaxUrlLength ? url : url.Length <= MaxFragmentLength ? Build(link, '#') : Build(link with { Sql = "", Run = false }, '?');
    }

    /// <summary>Reads what <see cref="Query"/> wrote, and Pinot's spellings of the same.</summary>
    public static QueryLink ReadQuery(Uri uri)
    {
        Dictionary<string, StringValues> values = QueryHelpers.ParseQuery(uri.Query);
        foreach ((string key, StringValues value) in QueryHelpers.ParseQuery(uri.Fragment.TrimStart('#')))
        {
            values.TryAdd(key, value);
        }

        return new QueryLink(
            Value(values, "query") ?? Value(values, "q") ?? "",
            Value(values, "run") is "1" or "true",
            Enum.TryParse(Value(values, "view"), ignoreCase: true, out ResultView view) ? view : ResultView.Grid,
            int.TryParse(Value(values, "timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out int millis) && millis > 0 ? millis : null);
    }

    /// <summary>Reads the tab of a table's page; the overview if there is none of that name.</summary>
    public static TableTab ReadTab(string? word) => Enum.TryParse(word, ignoreCase: true, out TableTab tab) && Enum.IsDefined(tab) ? tab : TableTab.Overview;

    /// <summary>How a value of an enum is written in an address.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Build(QueryLink link, char mark)
    {
        var parts = new List<string>(4);
        if (link.Sql.Length > 0)
        {
            parts.Add($"query={Uri.EscapeDataString(link.Sql)}");
        }

        if (link.Run)
        {
            parts.Add("run=1");
        }

        if (link.View != ResultView.Grid)
        {
            parts.Add($"view={Word(link.View)}");
        }

        if (link.TimeoutMillis is int millis)
        {
            parts.Add($"timeout={millis}");
        }

        return parts.Count == 0 ? QueryPath : $"{QueryPath}{mark}{string.Join('&', parts)}";
    }

    private static string? Value(Dictionary<string, StringValues> values, string key) => values.TryGetValue(key, out StringValues value) ? value.ToString() : null;
}
