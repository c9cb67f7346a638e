using CsCheck;
using Ingestion.Sampling;
using Web.Addresses;

namespace UnitTests.Web.Addresses;

public sealed class AppUrlsTests
{
    private static readonly string[] Special = ["", " ", "'", "\"", "%", "&", "+", "#", "\n", "é", "😀", "="];
    private static readonly Uri Site = new("http://localhost:9000/");

    [Fact]
    public void Every_statement_survives_its_link() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Int[0, Special.Length - 1].Select(i => Special[i]), Gen.Bool, Gen.Enum<ResultView>(), Gen.Int[0, 3])
            .Sample((words, special, run, view, timeout) =>
            {
                var link = new QueryLink(words + special + words, run, view, timeout == 0 ? null : timeout * 1000);
                return Read(AppUrls.Query(link)) == link;
            });

    [Theory]
    [InlineData(100, '?')]
    [InlineData(5_900, '?')]
    [InlineData(7_000, '#')]
    [InlineData(20_000, '#')]
    public void Long_statements_stay_in_the_browser(int length, char mark)
    {
        var link = new QueryLink(new string('x', length), Run: true);

        string url = AppUrls.Query(link);

        Assert.Equal(mark, url["/query".Length]);
        Assert.Equal(link, Read(url));
    }

    [Fact]
    public void A_statement_too_long_for_any_link_stays_out_of_the_address() =>
        Assert.Equal("/query?view=json", AppUrls.Query(new QueryLink(new string('x', 40_000), Run: true, ResultView.Json)));

    [Theory]
    [InlineData("/query?q=select%201", "select 1", false)]
    [InlineData("/query?query=select+1&run=1&tracing=true&useMSE=false", "select 1", true)]
    [InlineData("/query?query=a&q=b", "a", false)]
    [InlineData("/query", "", false)]
    public void Pinots_spellings_are_read(string url, string sql, bool run)
    {
        QueryLink link = Read(url);

        Assert.Equal((sql, run), (link.Sql, link.Run));
    }

    [Theory]
    [InlineData("events", TableTab.Overview, "/t/events")]
    [InlineData("events", TableTab.Ingest, "/t/events?tab=ingest")]
    [InlineData("a b/c", TableTab.Schema, "/t/a%20b%2Fc?tab=schema")]
    public void A_table_has_one_address_per_tab(string table, TableTab tab, string expected)
    {
        Assert.Equal(expected, AppUrls.Table(table, tab));
        Assert.Equal(tab, AppUrls.ReadTab(tab == TableTab.Overview ? null : AppUrls.Word(tab)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7")]
    public void An_unknown_tab_is_the_overview(string word) => Assert.Equal(TableTab.Overview, AppUrls.ReadTab(word));

    [Theory]
    [InlineData("", "/catalog")]
    [InlineData("a&b", "/catalog?q=a%26b")]
    public void The_catalogue_keeps_its_filter(string filter, string expected) => Assert.Equal(expected, AppUrls.CatalogOf(filter));

    [Theory]
    [InlineData(5_900, true, true)]
    [InlineData(7_000, false, true)]
    [InlineData(40_000, false, false)]
    public void It_is_told_beforehand_whether_an_address_holds_a_statement(int length, bool inQuery, bool atAll)
    {
        var link = new QueryLink(new string('x', length));

        Assert.Equal((inQuery, atAll), (AppUrls.FitsRequestLine(link), AppUrls.FitsAddress(link)));
        Assert.Equal(atAll ? link : new QueryLink(""), Read(AppUrls.Query(link)));
    }

    [Fact]
    public void Lists_of_kept_queries_keep_what_they_are_narrowed_to()
    {
        Assert.Equal(("/saved", "/history"), (AppUrls.SavedOf("", null, onlyOwn: false), AppUrls.HistoryOf("", "", onlyStarred: false)));
        Assert.Equal("/saved?q=a%26b&tag=%23ops&owner=me", AppUrls.SavedOf("a&b", "#ops", onlyOwn: true));
        Assert.Equal("/history?q=x&status=failed&starred=1", AppUrls.HistoryOf("x", "failed", onlyStarred: true));
    }

    private static QueryLink Read(string url) => AppUrls.ReadQuery(new Uri(Site, url));

    [Fact]
    public void Every_view_of_a_topic_survives_its_link()
    {
        TopicLink[] links =
        [
            new(), new(SampleFrom.Oldest, 7), new(SampleFrom.Offset) { Partition = 3, Offset = 99_999_999_999 }, new(SampleFrom.Time, 1000) { Time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123) },
        ];
        foreach (TopicLink link in links)
        {
            Assert.Equal(link, AppUrls.ReadTopic(new Uri(Site, AppUrls.Topic("a:1,b:2", "my topic", link))));
        }

        Assert.Equal("/kafka/a%3A1%2Cb%3A2/my%20topic?from=offset:99999999999&p=3", AppUrls.Topic("a:1,b:2", "my topic", links[2]));
    }

    [Theory]
    [InlineData("?from=offset:x&p=-1&n=0")]
    [InlineData("?from=ts:999999999999999999")]
    [InlineData("?from=nowhere")]
    public void What_is_no_view_of_a_topic_shows_the_newest(string query) => Assert.Equal(new TopicLink(), AppUrls.ReadTopic(new Uri(Site, "/kafka/a/b" + query)));
}
