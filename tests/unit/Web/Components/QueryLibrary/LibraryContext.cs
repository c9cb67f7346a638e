using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Web.QueryHistory;
using Web.SavedQueries;
using Web.Sharing;
using Web.Visitors;

namespace UnitTests.Web.Components.QueryLibrary;

/// <summary>Pages and dialogs of kept queries over real stores.</summary>
public abstract class LibraryContext : ConsoleContext
{
    internal static readonly Visitor Ann = new("1", "Ann", VisitorRole.Viewer);
    internal static readonly Visitor Bob = new("2", "Bob", VisitorRole.Viewer);
    internal static readonly Visitor Admin = new("3", "Carol", VisitorRole.Admin);

    /// <summary>Who is signed in.</summary>
    internal Visitor Me { get; private set; } = Visitor.Anybody;

    internal LinkStore Links => Services.GetRequiredService<LinkStore>();

    internal SavedQueryStore Saved => Services.GetRequiredService<SavedQueryStore>();

    internal HistoryStore History => Services.GetRequiredService<HistoryStore>();

    /// <summary>Lets somebody be signed in to all that is rendered from now on.</summary>
    internal void SignIn(Visitor visitor)
    {
        Me = visitor;
        ClaimsIdentity identity = new(
            [new Claim(ClaimTypes.NameIdentifier, visitor.Id), new Claim(ClaimTypes.Name, visitor.Name), new Claim(ClaimTypes.Role, visitor.Role.ToString())], "test");
        Task<AuthenticationState> state = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)));
        RenderTree.Add<CascadingValue<Task<AuthenticationState>>>(parameters => parameters.Add(value => value.Value, state));
    }

    /// <summary>What a dialog saved; a dialog that stays open is a failure, not a wait.</summary>
    internal static async Task<SavedQuery> SavedByAsync(IDialogReference dialog) =>
        (SavedQuery)(await dialog.Result.WaitAsync(TimeSpan.FromSeconds(20), Xunit.TestContext.Current.CancellationToken))!.Data!;

    /// <summary>Opens a page whose dialogs are seen in <see cref="ConsoleContext.Dialogs"/>.</summary>
    internal IRenderedComponent<T> Open<T>(string address)
        where T : IComponent
    {
        _ = Dialogs;
        Navigation.NavigateTo(address);
        IRenderedComponent<T> page = Render<T>();
        page.WaitForAssertion(() => Assert.DoesNotContain("Loading…", page.Markup, StringComparison.Ordinal));
        return page;
    }

    /// <summary>Chooses by the text of the choice.</summary>
    internal static Task ChooseAsync<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.InvokeAsync(() => page.FindAll("label").Single(label => label.TextContent.Trim().StartsWith(text, StringComparison.Ordinal)).QuerySelector("input")!.Change(true));
}
