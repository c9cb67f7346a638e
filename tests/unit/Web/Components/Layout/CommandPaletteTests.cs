using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Web.Components.Layout;

namespace UnitTests.Web.Components.Layout;

public sealed class CommandPaletteTests : ConsoleContext
{
    private IEnumerable<string> Names => Dialogs.FindAll("[role=option] > span:first-child").Select(name => name.TextContent);

    private IElement Marked => Dialogs.Find("[role=option][aria-selected=true]");

    [Fact]
    public async Task What_begins_with_the_text_comes_before_what_holds_it()
    {
        AddTable("my_queries", 1);
        await ShowAsync<CommandPalette>([]);

        await TypeAsync("quer");

        Assert.Equal(["Query", "Saved queries", "my_queries"], Names);
    }

    [Fact]
    public async Task Arrows_go_round_and_Enter_goes_there()
    {
        AddTable("events", 1);
        await ShowAsync<CommandPalette>([]);
        await TypeAsync("e");

        await PressAsync("ArrowUp");
        Assert.Equal(Names.Last(), Marked.FirstElementChild!.TextContent);
        await PressAsync("ArrowDown");
        Assert.Equal("events", Marked.FirstElementChild!.TextContent);
        await PressAsync("Enter");

        Assert.EndsWith("/t/events", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_called_like_nothing_is_said_so()
    {
        await ShowAsync<CommandPalette>([]);

        await TypeAsync("<b>zzz");
        await PressAsync("Enter");

        Assert.Contains("Nothing is called “<b>zzz”", Dialogs.Find(".mud-dialog .hint").TextContent, StringComparison.Ordinal);
        Assert.Null(Dialogs.Find("#palette").GetAttribute("aria-activedescendant"));
    }

    private Task TypeAsync(string text) => Dialogs.InvokeAsync(() => Dialogs.Find("#palette").Input(new ChangeEventArgs { Value = text }));

    private Task PressAsync(string key) => Dialogs.InvokeAsync(() => Dialogs.Find("#palette").KeyDown(new KeyboardEventArgs { Key = key }));
}
