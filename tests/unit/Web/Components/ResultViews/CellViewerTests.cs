using AngleSharp.Dom;
using Bunit;
using MudBlazor;
using Web.Components.ResultViews;

namespace UnitTests.Web.Components.ResultViews;

public sealed class CellViewerTests : ConsoleContext
{
    private string Text => Dialogs.Find("pre").TextContent;

    [Fact]
    public async Task JSON_is_laid_out_until_somebody_wants_it_as_it_is()
    {
        await OpenAsync("""{"a":[1,{"b":"<i>"}]}""");
        Assert.Contains("\n  \"a\": [", Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        await ClickAsync(Dialogs, "As it is");

        Assert.Equal("""{"a":[1,{"b":"<i>"}]}""", Text);
        Assert.Empty(Dialogs.FindAll("pre i"));
    }

    [Fact]
    public async Task What_only_begins_like_JSON_is_text()
    {
        await OpenAsync("{oops");

        Assert.Equal("{oops", Text);
        Assert.Empty(Dialogs.FindAll("[aria-label=Form]"));
    }

    [Fact]
    public async Task No_value_is_said_and_cannot_be_copied()
    {
        await OpenAsync(null);

        Assert.Contains("no value", Dialogs.Find(".null").TextContent, StringComparison.Ordinal);
        Assert.True(Button("Copy").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Of_a_huge_value_the_beginning_is_shown_and_all_is_copied()
    {
        string huge = new('x', 150_000);
        await OpenAsync(huge);
        Assert.Equal(100_000, Text.Length);
        Assert.Contains("150 000 characters", Dialogs.Find(".hint").TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').Replace(',', ' '), StringComparison.Ordinal);

        await ClickAsync(Dialogs, "Copy");

        Assert.Equal(huge, Assert.Single(Copied));
    }

    private IElement Button(string text) => Dialogs.FindAll("button").Single(button => button.TextContent == text);

    private Task<IDialogReference> OpenAsync(string? value)
    {
        ResultTable table = new(Answer(["doc"], ["STRING"], [value]));
        return ShowAsync(new DialogParameters<CellViewer> { { one => one.Column, table.Columns[0] }, { one => one.Value, table.Rows[0].Values[0] } });
    }
}
