using Bunit;
using Web.Addresses;
using Web.Components.SqlConsole;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class QueryToolbarTests : ConsoleContext
{
    private readonly QueryTab _tab = new("1", "Query 1");
    private QueryLink? _told;

    [Fact]
    public void Now_stands_still_from_the_moment_it_is_frozen()
    {
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        Show().FindAll("select")[1].Change("frozen");

        Assert.InRange(_told!.Now!.Value, before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_frozen_moment_and_a_time_of_a_link_are_shown_as_they_are()
    {
        _tab.Link = new QueryLink("select 1") { Now = 0, TimeoutMillis = 2_000 };

        IRenderedComponent<QueryToolbar> bar = Show();

        Assert.Equal("2000", bar.FindAll("select")[0].GetAttribute("value"));
        Assert.Contains("is 1970-01-01 00:00:00 UTC", bar.FindAll("select")[1].TextContent, StringComparison.Ordinal);
        bar.FindAll("select")[1].Change("live");
        Assert.Null(_told!.Now);
    }

    [Fact]
    public void The_zones_are_UTC_the_browsers_and_the_links()
    {
        _tab.Link = new QueryLink("select 1") { Zone = "Asia/Tokyo" };

        Assert.Equal(["UTC", "Europe/Vienna", "Asia/Tokyo"], Show().FindAll("select")[2].Children.Select(option => option.TextContent));
    }

    private IRenderedComponent<QueryToolbar> Show() => Render<QueryToolbar>(parameters => parameters
        .Add(bar => bar.Tab, _tab).Add(bar => bar.BrowserZone, "Europe/Vienna").Add(bar => bar.OnOptions, link => _told = link));
}
