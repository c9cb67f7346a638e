using Microsoft.JSInterop;

namespace Web.Components;

internal static class JsRuntimeExtensions
{
    /// <summary>Calls the browser; does nothing if the page is gone by then.</summary>
    public static async ValueTask TryInvokeVoidAsync(this IJSRuntime js, string identifier, params object?[] arguments)
    {
        try
        {
            await js.InvokeVoidAsync(identifier, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The browser closed the page; there is nobody left to tell.
        }
    }
}
