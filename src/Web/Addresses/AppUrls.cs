using System.Globalization;
using Ingestion.Sampling;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Web.Addresses;

/// <summary>Every address of the console. Paths stay clear of Pinot's REST paths; only <c>/query</c> is shared (see ConsoleSetup).</summary>
internal static class AppUrls
{
    public const string Home = "/";
    public const string Catalog = "/catalog";
    public const string Ingest = "/ingest";
    public const string QueryPath = "/query";
    public const string Kafka = "/kafka";
    public const string New = "/new";
    public const string Saved = "/saved";
    public const string History = "/history";
    public const string AdminLinks = "/admin/links";
    public const string ShortLinkPath = "/q";
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string Admin = "/admin";
    public const string AdminQueries = "/admin/queries";
    public const string AdminAudit = "/admin/audit";
    public const string AdminSystem = "/admin/system";

    /// <summary>Longest link that carries its SQL in the query string: proxies and servers cut request lines at 8,192 bytes.</summary>
    public const int MaxUrlLength = 6_000;

    /// <summary>The sign-in that goes on to a page of ours.</summary>
    public static string LoginFor(string path) => path is "" or Home ? Login : $"{Login}?returnUrl={Uri.EscapeDataString(path)}";

    /// <summary>A page of ours that an address may lead on to; home if it is none.</summary>
    public static string LocalOrHome(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) && Uri.TryCreate(path, UriKind.Relative, out _) ? path : Home;

    /// <summary>The catalogue, filtered by a part of the name.</summary>
    public static string CatalogOf(string filter) => filter.Length == 0 ? Catalog : $"{Catalog}?q={Uri.EscapeDataString(filter)}";

    /// <summary>The page of a table.</summary>
    public static string Table(string table, TableTab tab = TableTab.Overview) =>
        $"/t/{Uri.EscapeDataString(table)}{(tab == TableTab.Overview ? "" : $"?tab={Word(tab)}")}";

    /// <summary>The page of a table that was made just now: it waits for the first rows.</summary>
    public static string Created(string table) => $"{Table(table, TableTab.Ingest)}&new=1";

    /// <summary>The page that begins a table over a topic.</summary>
    public static string NewFrom(string brokers, string topic) => $"{New}?brokers={Uri.EscapeDataString(brokers)}&topic={Uri.EscapeDataString(topic)}";

    /// <summary>A step of a table in the making.</summary>
    public static string Draft(string id, WizardStep step) => $"{New}/{Uri.EscapeDataString(id)}/{Word(step)}";

    /// <summary>Reads the step of such an address; the first if there is none of that name.</summary>
    public static WizardStep ReadStep(string? word) => Enum.TryParse(word, ignoreCase: true, out WizardStep step) && Enum.IsDefined(step) ? step : WizardStep.Source;

    /// <summary>The topics behind some brokers.</summary>
    public static string Cluster(string brokers) => $"{Kafka}/{Uri.EscapeDataString(brokers)}";

    /// <summary>Messages of a topic.</summary>
    public static string Topic(string brokers, string topic, TopicLink? link = null)
    {
        TopicLink shown = link ?? new TopicLink();
        List<string> parts = [];
        string? from = shown.From switch
        {
            SampleFrom.Oldest => "earliest",
            SampleFrom.Offset => $"offset:{shown.Offset.ToString(CultureInfo.InvariantCulture)}",
            SampleFrom.Time => $"ts:{shown.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}",
            _ => null,
        };
        Add("from", from);
        Add("p", shown.Partition?.ToString(CultureInfo.InvariantCulture));
        Add("n", shown.Count == TopicLink.DefaultCount ? null : shown.Count.ToString(CultureInfo.InvariantCulture));
        return $"{Cluster(brokers)}/{Uri.EscapeDataString(topic)}{(parts.Count == 0 ? "" : "?")}{string.Join('&', parts)}";

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{key}={value}");
            }
        }
    }

    /// <summary>Reads what <see cref="Topic"/> wrote; what is no such value counts as absent.</summary>
    public static TopicLink ReadTopic(Uri uri)
    {
        Dictionary<string, StringValues> values = QueryHelpers.ParseQuery(uri.Query);
        string[] from = (Value(values, "from") ?? "").Split(':', 2);
        long number = 0;
        bool isNumber = from.Length == 2 && long.TryParse(from[1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        TopicLink link = from[0] switch
        {
            "earliest" => new TopicLink(SampleFrom.Oldest),
            "offset" when isNumber => new TopicLink(SampleFrom.Offset) { Offset = number },
            "ts" when isNumber && number <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() => new TopicLink(SampleFrom.Time) { Time = DateTimeOffset.FromUnixTimeMilliseconds(number) },
            _ => new TopicLink(),
        };
        return link with
        {
            Partition = int.TryParse(Value(values, "p"), NumberStyles.None, CultureInfo.InvariantCulture, out int partition) ? partition : null,
            Count = int.TryParse(Value(values, "n"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? Math.Min(count, TopicLink.MaxCount) : TopicLink.DefaultCount,
        };
    }

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

    /// <summary>The statement and its options in one form, however long: two links that mean the same are equal.</summary>
    public static string Canonical(QueryLink link) => Build(link with { Run = false, View = ResultView.Grid }, '?');

    /// <summary>Reads what <see cref="Canonical"/> wrote.</summary>
    public static QueryLink ReadCanonical(string address) => ReadQuery(new Uri(new Uri("http://any"), address));

    /// <summary>True if the address carries the statement in its query string, where it survives proxies and chat programs.</summary>
    public static bool FitsRequestLine(QueryLink link) => Build(link, '?').Length <= MaxUrlLength;

    /// <summary>True if the address carries the statement at all.</summary>
    public static bool FitsAddress(QueryLink link) => Build(link, '#').Length <= MaxFragmentLength;

    /// <summary>What a short link opens.</summary>
    public static string ShortLink(string id) => $"{ShortLinkPath}/{Uri.EscapeDataString(id)}";

    /// <summary>The query page with a saved query as it is now; it is told by its id, however long it is.</summary>
    public static string OpenSaved(string id, bool run = false) => WithQuery(QueryPath, ("saved", id), ("run", run ? "1" : null));

    /// <summary>Reads what <see cref="OpenSaved"/> wrote; null if the address names none.</summary>
    public static (string Id, bool Run)? ReadSaved(Uri uri)
    {
        Dictionary<string, StringValues> values = QueryHelpers.ParseQuery(uri.Query);
        return Value(values, "saved") is { Length: > 0 } id ? (id, Value(values, "run") is "1") : null;
    }

    /// <summary>Saved queries, narrowed by a text, a tag, and to one's own.</summary>
    public static string SavedOf(string text, string? tag, bool onlyOwn) => WithQuery(Saved, ("q", text), ("tag", tag), ("owner", onlyOwn ? "me" : null));

    /// <summary>What one ran, narrowed by a text, by how it ended, and to marked entries.</summary>
    public static string HistoryOf(string text, string? outcome, bool onlyStarred) => WithQuery(History, ("q", text), ("status", outcome), ("starred", onlyStarred ? "1" : null));

    /// <summary>A file of a kept result.</summary>
    public static string Export(string resultId, params (string Key, string? Value)[] options) => WithQuery($"/api/ui/results/{Uri.EscapeDataString(resultId)}/export", options);

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
            int.TryParse(Value(values, "timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out int millis) && millis > 0 ? millis : null)
        {
            Chart = Value(values, "chart"),
            Now = ReadMoment(Value(values, "now")),
            Zone = Value(values, "tz"),
        };
    }

    // Milliseconds since 1970, or ISO 8601.
    private static long? ReadMoment(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long millis) ? millis
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment.ToUnixTimeMilliseconds()
        : null;

    /// <summary>Reads the tab of a table's page; the overview if there is none of that name.</summary>
    public static TableTab ReadTab(string? word) => Enum.TryParse(word, ignoreCase: true, out TableTab tab) && Enum.IsDefined(tab) ? tab : TableTab.Overview;

    /// <summary>How a value of an enum is written in an address.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Build(QueryLink link, char mark)
    {
        (string Key, string? Value)[] parts =
        [
            ("query", link.Sql.Length == 0 ? null : Uri.EscapeDataString(link.Sql)),
            ("run", link.Run ? "1" : null),
            ("view", link.View == ResultView.Grid ? null : Word(link.View)),
            ("chart", link.Chart is null ? null : Uri.EscapeDataString(link.Chart)),
            ("timeout", link.TimeoutMillis?.ToString(CultureInfo.InvariantCulture)),
            ("now", link.Now?.ToString(CultureInfo.InvariantCulture)),
            ("tz", link.Zone is null ? null : Uri.EscapeDataString(link.Zone)),
        ];
        string query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Key}={part.Value}"));
        return query.Length == 0 ? QueryPath : $"{QueryPath}{mark}{query}";
    }

    private static string WithQuery(string path, params (string Key, string? Value)[] values)
    {
        string query = string.Join('&', values.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static string? Value(Dictionary<string, StringValues> values, string key) => values.TryGetValue(key, out StringValues value) ? value.ToString() : null;
}
