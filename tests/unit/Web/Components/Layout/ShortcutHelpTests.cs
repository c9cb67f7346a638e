using Bunit;
using Web.Components.Layout;

namespace UnitTests.Web.Components.Layout;

public sealed class ShortcutHelpTests : ConsoleContext
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_shows_and_keeps_whether_letters_are_keys(bool kept)
    {
        JSInterop.Setup<bool>("millrace.hasLetterKeys").SetResult(kept);
        await ShowAsync<ShortcutHelp>([]);
        Dialogs.WaitForAssertion(() => Assert.Equal(kept, Dialogs.Find("input[type=checkbox]").HasAttribute("checked")));

        await ChangeAsync(Dialogs, "input[type=checkbox]", !kept);

        Assert.Equal(!kept, Assert.Single(JSInterop.Invocations["millrace.setLetterKeys"]).Arguments[0]);
    }

    [Fact]
    public async Task Every_key_has_its_words()
    {
        await ShowAsync<ShortcutHelp>([]);

        Assert.Equal(Shortcut.Everywhere.Concat(Shortcut.Query).Select(key => $"{key.Keys}: {key.Action}"),
            Dialogs.FindAll("dl.keys dt").Zip(Dialogs.FindAll("dl.keys dd"), (key, action) => $"{key.TextContent}: {action.TextContent}"));
    }
}
