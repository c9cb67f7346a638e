using Bunit;
using Web.Components.QueryLibrary;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class ExportMenuTests : LibraryContext
{
    [Fact]
    public void Each_form_is_a_plain_link()
    {
        IRenderedComponent<ExportMenu> menu = Open();

        Assert.Equal(
            ["/api/ui/results/abc/export?format=csv&rows=fetched&name=My%20tab", "tsv", "json", "ndjson", "markdown"],
            menu.FindAll("a").Select((link, i) => i == 0 ? link.GetAttribute("href") : link.GetAttribute("href")!.Split('=', '&')[1]));
        Assert.All(menu.FindAll("a"), link => Assert.Equal(("_blank", "noopener"), (link.GetAttribute("target"), link.GetAttribute("rel"))));
    }

    [Fact]
    public async Task It_says_which_rows_are_meant()
    {
        IRenderedComponent<ExportMenu> menu = Open();
        Assert.Contains("1\u202F000 of 1\u202F000 fetched rows", menu.Markup, StringComparison.Ordinal);
        Assert.Contains("All rows: runs the query again, up to 5 M rows", menu.Markup, StringComparison.Ordinal);

        await ChooseAsync(menu, "All rows");

        Assert.Contains("rows=all", menu.Find("a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("A LIMIT in the statement stays", menu.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guard_mark_and_digits_are_choices()
    {
        IRenderedComponent<ExportMenu> menu = Open();
        await menu.InvokeAsync(() => menu.FindAll("input[type=checkbox]")[0].Change(false));
        await menu.InvokeAsync(() => menu.FindAll("input[type=checkbox]")[1].Change(true));
        await menu.InvokeAsync(() => menu.FindAll("input[type=checkbox]")[2].Change(true));

        Assert.Equal("/api/ui/results/abc/export?format=csv&rows=fetched&guard=false&bom=true&longs=text&name=My%20tab", menu.Find("a").GetAttribute("href"));
    }

    private IRenderedComponent<ExportMenu> Open() => Render<ExportMenu>(parameters => parameters.Add(menu => menu.ResultId, "abc").Add(menu => menu.Rows, 1_000).Add(menu => menu.Name, "My tab"));
}
