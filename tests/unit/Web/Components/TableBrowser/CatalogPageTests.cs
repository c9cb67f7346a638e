using Bunit;
using Ingestion.Status;
using Web.Addresses;
using Web.Components.TableBrowser;

namespace UnitTests.Web.Components.TableBrowser;

public sealed class CatalogPageTests : ConsoleContext
{
    [Fact]
    public void Without_tables_it_says_how_to_add_one() =>
        Assert.Contains("AddTable", Render<CatalogPage>().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public void A_table_is_listed_with_its_figures()
    {
        AddTable("events", 1_234_567, Partition(0, PartitionState.Lagging, position: 40, end: 100));

        string row = Render<CatalogPage>().Find("tbody tr").TextContent;

        Assert.Contains("LAGGING", row, StringComparison.Ordinal);
        Assert.Contains("1.23 M", row, StringComparison.Ordinal);
        Assert.Contains("60", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_without_a_hit_offers_the_closest_name()
    {
        AddTable("events", 1);
        Navigation.NavigateTo(AppUrls.CatalogOf("evnt"));

        IRenderedComponent<CatalogPage> page = Render<CatalogPage>();

        Assert.Contains("No table matches “evnt”", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("events", page.Find("[role=status] button").TextContent);
    }
}
