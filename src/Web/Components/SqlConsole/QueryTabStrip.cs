using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Web.Components.SqlConsole;

/// <summary>Tabs that are closed with Delete and renamed with F2, too.</summary>
public sealed class QueryTabStrip : MudTabs
{
    /// <summary>Told the id of the tab that Delete was pressed on.</summary>
    [Parameter]
    public EventCallback<string> OnDelete { get; set; }

    /// <summary>Told the id of the tab that F2 was pressed on.</summary>
    [Parameter]
    public EventCallback<string> OnRename { get; set; }

    protected override Task HandleTabKeyDownAsync(KeyboardEventArgs e, MudTabPanel panel) => e.Key switch
    {
        "Delete" => OnDelete.InvokeAsync((string?)panel.ID ?? ""),
        "F2" => OnRename.InvokeAsync((string?)panel.ID ?? ""),
        _ => base.HandleTabKeyDownAsync(e, panel),
    };
}
