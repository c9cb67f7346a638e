using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Web.Storage;
using Web.Visitors;

namespace Web.Components.QueryLibrary;

/// <summary>What shows somebody's own things: it knows who that is, and says what the storage does not take.</summary>
public abstract class LibraryView : ComponentBase
{
    /// <summary>Null where nobody can be known, as in a test.</summary>
    [CascadingParameter]
    protected Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Who uses the page.</summary>
    private protected Visitor Visitor { get; private set; } = Visitor.Anybody;

    /// <summary>False until it is known who uses the page and what there is.</summary>
    private protected bool IsLoaded { get; private set; }

    /// <summary>Why something cannot be shown or kept; null if all is well.</summary>
    private protected string? Problem { get; private set; }

    /// <summary>False for whoever has no id of their own, by a sign-in or by their browser: then things can only be everybody's.</summary>
    private protected bool IsKnown => Visitor.Id != Visitor.Anybody.Id;

    /// <summary>Reads what is shown.</summary>
    private protected virtual void Load()
    {
    }

    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null)
        {
            Visitor = Visitor.Of((await Authentication).User);
        }

        await ReloadAsync();
        IsLoaded = true;
    }

    /// <summary>Reads again, away from the circuit.</summary>
    private protected Task ReloadAsync() => TryAsync(Load);

    /// <summary>Does something with the storage, away from the circuit.</summary>
    /// <returns>False if the storage does not take it; <see cref="Problem"/> then says why.</returns>
    private protected async Task<bool> TryAsync(Action work)
    {
        try
        {
            Problem = null;
            await Task.Run(work);
            return true;
        }
        catch (ConsoleStorageException exception)
        {
            Problem = exception.Message;
            return false;
        }
    }
}
