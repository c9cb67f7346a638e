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

    /// <summary>Asks the browser; gives nothing if the page is gone by then.</summary>
    public static async ValueTask<T?> TryInvokeAsync<T>(this IJSRuntime js, string identifier, params object?[] arguments)
    {
        try
        {
            return await js.InvokeAsync<T>(identifier, arguments);
        }
        catch (JSDisconnectedException)
        {
            return default; // nobody is left to answer
        }
    }

    /// <summary>Calls an object of the browser; does nothing if the page is gone by then.</summary>
    public static async ValueTask TryInvokeVoidAsync(this IJSObjectReference reference, string identifier, params object?[] arguments)
    {
        try
        {
            await reference.InvokeVoidAsync(identifier, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the object with it.
        }
    }
}
