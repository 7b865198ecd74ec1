using Microsoft.JSInterop;

namespace Kris.Web.Components;

/// <summary>Calls into the page's own modules that a lost circuit may leave without an answer.</summary>
public static class Scripts
{
    // A call that was under way when the wire was cut is never answered: nobody waits for it as long as Blazor would.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task TellAsync(
        this IJSRuntime _, IJSObjectReference? module, string function, params object?[] arguments)
    {
        if (module is null)
            return;
        try
        {
            await module.InvokeVoidAsync(function, Patience, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or JSException)
        {
            // The page is on its way out; it does not need to be told.
        }
    }

    public static async Task<T> AskAsync<T>(this IJSRuntime _, IJSObjectReference? module, string function, T fallback)
    {
        if (module is null)
            return fallback;
        try
        {
            return await module.InvokeAsync<T>(function, Patience);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or JSException)
        {
            return fallback;
        }
    }

    public static async ValueTask ReleaseAsync(this IJSRuntime _, IJSObjectReference? module)
    {
        if (module is null)
            return;
        try
        {
            await module.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or JSException)
        {
            // It went with the page.
        }
    }
}
