using System.Diagnostics;
using System.Text.Json;
using Query.Results;
using Web.Addresses;
using Web.KeptResults;

namespace UnitTests.Web.KeptResults;

public sealed class ResultTextTests
{
    [Fact]
    public async Task A_shell_hands_the_statement_to_curl_as_it_is()
    {
        const string Sql = "select 'it''s', \"a b\", `$HOME` -- $(touch x) \\ !\nfrom events";
        string command = ResultText.Curl("http://localhost:9000/", new QueryLink(Sql, TimeoutMillis: 5000) { Now = 1_700_000_000_000 });
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "curl() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }\n" + command]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        string[] words = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\0');

        Assert.Equal(["-X", "POST", "http://localhost:9000/query/sql", "-H", "Content-Type: application/json", "-d"], words[..6]);
        using JsonDocument body = JsonDocument.Parse(words[6]);
        Assert.Equal((Sql, "timeoutMs=5000;now=1700000000000"), (body.RootElement.GetProperty("sql").GetString(), body.RootElement.GetProperty("queryOptions").GetString()));
    }

    [Fact]
    public void Copied_rows_are_tab_separated_below_their_names() =>
        Assert.Equal("a\ta\n1\t\"x\ty\"\n\t'=1\n", ResultText.Tsv([new("a", "LONG"), new("a", "STRING")], [[1L, "x\ty"], [null, "=1"]]));

    [Fact]
    public void A_link_in_markdown_shows_its_statement_and_its_rows()
    {
        QueryResult result = new() { Columns = [new("n", "LONG")], Rows = [[1L]], Statistics = new QueryStatistics() };

        string text = ResultText.Markdown("a [b]", "http://h/q/1", "select '```'\n", result);

        Assert.Equal("[a \\[b\\]](http://h/q/1)\n\n````sql\nselect '```'\n````\n\n| n |\n| --: |\n| 1 |\n", text);
    }
}
