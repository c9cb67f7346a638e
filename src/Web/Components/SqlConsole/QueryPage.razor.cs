using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;
using Web.Addresses;
using Web.KeptResults;
using Web.Live;
using Web.QueryHistory;
using Web.SavedQueries;
using Web.Sharing;
using Web.Visitors;

namespace Web.Components.SqlConsole;

/// <summary>The workbench: tables on the left, tabs with the editor, and the answer below. Its address carries what ran last.</summary>
public sealed partial class QueryPage
{
    /// <summary>A query shorter than this shows no progress: a text that flashes by tells nothing.</summary>
    internal static readonly TimeSpan ProgressAfter = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _left = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqlEditor _editor = null!;
    private string? _browserZone;

    /// <summary>Id of a short link; null on the page itself.</summary>
    [Parameter]
    public string? LinkId { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private SqlRunner Runner { get; set; } = null!;

    [Inject]
    private ResultStore Kept { get; set; } = null!;

    [Inject]
    private HistoryStore History { get; set; } = null!;

    [Inject]
    private LinkStore Links { get; set; } = null!;

    [Inject]
    private SavedQueryStore SavedQueries { get; set; } = null!;

    [Inject]
    private ShareDesk Desk { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private TableViews Views { get; set; } = null!;

    [Inject]
    private LiveFrames Frames { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private Workbench Bench { get; set; } = null!;

    private TimeZoneInfo Zone => Bench.Active.Link.Zone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;

    public async ValueTask DisposeAsync()
    {
        Frames.Arrived -= LookForNewTables;
        Navigation.LocationChanged -= FollowAddress;
        Bench.Changed -= Redraw;
        await _left.CancelAsync();
        foreach (QueryTab tab in Bench.Tabs)
        {
            Workbench.Cancel(tab);
        }

        _left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Bench = new Workbench(Runner, Kept, History, Clock) { Tables = Views.Columns() };
        Bench.Changed += Redraw;
        Frames.Arrived += LookForNewTables;
        Navigation.LocationChanged += FollowAddress;
        if (Authentication is { } authentication)
        {
            Bench.Visitor = Visitor.Of((await authentication).User);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        WindowRecord window = await _editor.OpenAsync(_left.Token);
        _browserZone = window.Zone;
        await _editor.SetWordsAsync(SqlWords.From(Bench.Tables, Runner.Functions));
        foreach (TabRecord record in window.Tabs)
        {
            Bench.Restore(record);
        }

        if (Bench.Tabs.FirstOrDefault(tab => tab.Id == window.Active) is { } front)
        {
            Bench.Activate(front);
        }

        if (window.Handover is { Length: > 0 } sql)
        {
            await OpenTabAsync(new QueryLink(sql));
        }
        else
        {
            await OpenAddressAsync(new Uri(Navigation.Uri));
        }

        _opened.TrySetResult();
        StateHasChanged();
    }

    private void Redraw() => _ = InvokeAsync(StateHasChanged);

    private SqlMark? Check(string sql) =>
        Bench.Estimate(Bench.Active.Link with { Sql = sql }).Error is { Position: int position } error ? new SqlMark(position, error.Message) : null;

    private Task KeepAsync() => _editor.KeepAsync([.. Bench.Tabs.Select(Bench.Record)], Bench.Active.Id);

    private void NoteDirty((string Tab, bool IsDirty) change)
    {
        if (Bench.Tabs.FirstOrDefault(tab => tab.Id == change.Tab) is { } tab)
        {
            tab.IsDirty = change.IsDirty;
        }
    }

    private void NoteFullStorage() =>
        Bench.Active.Notice = new TabNotice("This browser keeps no more: what you type stays in this page only. Save queries you need, and close tabs you do not.");

    private Task InsertNameAsync(string name) => _editor.InsertAsync(SqlNames.Quote(name));

    private async Task OpenTableAsync((string Table, bool Run) choice)
    {
        string sql = SqlNames.FirstRows(choice.Table);
        await OpenTabAsync(new QueryLink(sql));
        await (choice.Run ? RunAsync(all: true, whole: sql) : _editor.FocusAsync());
    }

    private void LookForNewTables()
    {
        if (!Frames.Latest.Tables.Select(table => table.Name).SequenceEqual(Bench.Tables.Select(table => table.Name), StringComparer.Ordinal))
        {
            _ = InvokeAsync(async () =>
            {
                Bench.Tables = Views.Columns();
                StateHasChanged();
                await _editor.SetWordsAsync(SqlWords.From(Bench.Tables, Runner.Functions));
            });
        }
    }
}
