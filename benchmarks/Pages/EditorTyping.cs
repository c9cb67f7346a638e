using System.Text.Json.Nodes;
using Benchmarks.Reporting;
using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>The text of the editor stays in the browser: a key sends nothing.</summary>
internal static class EditorTyping
{
    private const int Characters = 200;

    // Of the whole text: that the tab has changed, the statement to be checked once nobody types, and the word that both were drawn.
    private const int MaxFrames = 4;

    public static async Task<JsonObject> MeasureAsync(Chromium chromium, Uri server)
    {
        IPage page = await chromium.NewPageAsync();
        Wire wire = new(page);
        await page.GotoAsync(new Uri(server, "/query").ToString());
        await page.GetByRole(AriaRole.Textbox, new() { Name = "SQL" }).First.ClickAsync();
        await Task.Delay(1_000); // what the page still has to say about being opened
        (long sent, long received) = (wire.Sent, wire.Received);
        string text = string.Concat(Enumerable.Repeat("select name, count(*) from events where name = 'x' ", 4));
        await page.Keyboard.TypeAsync(text[..Characters], new() { Delay = 5 });
        await Task.Delay(1_000); // longer than any text is held back
        (sent, received) = (wire.Sent - sent, wire.Received - received);
        await Chromium.CloseAsync(page);
        Progress.Say($"typing {Characters} characters: {sent} frames to the server, {received} from it");
        return new JsonObject { ["characters"] = Characters, ["framesSent"] = new Budget(sent, MaxFrames).Json, ["framesReceived"] = received };
    }
}
