using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Web.Live;

namespace Web.Components.SqlConsole;

/// <summary>The SQL editor of all tabs. The browser holds the texts and hands them over when they are run.</summary>
public sealed partial class SqlEditor
{
    /// <summary>Bytes of SQL taken from a browser.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxWindowBytes = 16 << 20; // what ran last of every tab

    private readonly TaskCompletionSource<IJSObjectReference> _editor = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ElementReference _element;
    private IJSObjectReference? _module;
    private DotNetObjectReference<SqlEditor>? _self;

    /// <summary>Told the command of a key: <c>run</c>, <c>run-all</c>, <c>cancel</c>, <c>explain</c>, <c>format</c>, <c>save</c>, <c>share</c>, <c>close</c>, <c>reopen</c>, <c>new-</c> and <c>tab-</c> with the id of the tab the browser made or shows.</summary>
    [Parameter]
    public EventCallback<string> OnCommand { get; set; }

    /// <summary>Told that a tab's text is another than the one that ran last, or is it again.</summary>
    [Parameter]
    public EventCallback<(string Tab, bool IsDirty)> OnDirty { get; set; }

    /// <summary>Told that the browser keeps no more.</summary>
    [Parameter]
    public EventCallback OnFullStorage { get; set; }

    /// <summary>Says what is wrong with a statement; null if nothing is.</summary>
    [Parameter]
    public Func<string, SqlMark?> Check { get; set; } = _ => null;

    /// <summary>The tabs of this window as the browser kept them.</summary>
    public async Task<WindowRecord> OpenAsync(CancellationToken cancellation) =>
        await ReadAsync<WindowRecord>("window", MaxWindowBytes, cancellation) ?? new WindowRecord([], null, null, null);

    /// <summary>The statement at the cursor or the selection, or all statements.</summary>
    public async Task<EditorReading> ReadAsync(bool all, CancellationToken cancellation)
    {
        EditorText read = await ReadAsync<EditorText>("read", MaxBytes * 2, cancellation, all) ?? new EditorText("", []);
        return new EditorReading(read.Text, [.. read.Statements.Select(part => new EditorStatement(part.Sql, new SqlPlace(part.Line, part.Column)) { Offset = part.Offset })]);
    }

    /// <summary>Keeps order, names and results of the tabs.</summary>
    public Task KeepAsync(IReadOnlyList<TabRecord> tabs, string active) => CallAsync("keep", tabs, active);

    /// <summary>Puts a text into a new tab.</summary>
    public Task OpenTabAsync(string id, string text) => CallAsync("openTab", id, text);

    /// <summary>Brings a tab's text to the front.</summary>
    public Task ShowTabAsync(string id) => CallAsync("showTab", id);

    /// <summary>Puts a tab's text away; <see cref="ReopenTabAsync"/> brings it back.</summary>
    public Task CloseTabAsync(string id) => CallAsync("closeTab", id);

    /// <summary>The tab closed last; null if there is none.</summary>
    public Task<TabRecord?> ReopenTabAsync(CancellationToken cancellation) => ReadAsync<TabRecord>("reopenTab", MaxBytes * 2, cancellation);

    /// <summary>Replaces the text in front; one step back undoes it.</summary>
    public Task SetTextAsync(string text) => CallAsync("setText", text);

    /// <summary>Tells that the text in front ran or was saved as it is.</summary>
    public Task SetBaseAsync() => CallAsync("setBase");

    /// <summary>Writes at the cursor.</summary>
    public Task InsertAsync(string text) => CallAsync("insert", text);

    /// <summary>Replaces a part of the text.</summary>
    public Task ReplaceAsync(int start, int end, string text) => CallAsync("replace", start, end, text);

    /// <summary>Marks a place of the text.</summary>
    public Task MarkAsync(int position, string message) => CallAsync("mark", position, message);

    /// <summary>Tells the completion what there is.</summary>
    public Task SetWordsAsync(SqlWords words) => CallAsync("setWords", words);

    /// <summary>While something runs, Esc asks to cancel it.</summary>
    public Task SetRunningAsync(bool isRunning) => CallAsync("setRunning", isRunning);

    public Task FocusAsync() => CallAsync("focus");

    /// <summary>True while nobody looks: the window is behind others or minimised.</summary>
    public async Task<bool> IsHiddenAsync() => await (await _editor.Task).InvokeAsync<bool>("isHidden");

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public Task CommandAsync(string command) => InvokeAsync(() => OnCommand.InvokeAsync(command));

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public Task NoteDirtyAsync(string tab, bool isDirty) => InvokeAsync(() => OnDirty.InvokeAsync((tab, isDirty)));

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public Task NoteFullStorageAsync() => InvokeAsync(() => OnFullStorage.InvokeAsync());

    /// <summary>Called by the browser a moment after somebody typed.</summary>
    [JSInvokable]
    public Task<SqlMark?> CheckAsync(string sql) => Task.Run(() => Check(sql)); // away from the circuit

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_editor.Task.IsCompletedSuccessfully)
            {
                IJSObjectReference editor = await _editor.Task;
                await editor.InvokeVoidAsync("dispose");
                await editor.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its objects with it.
        }

        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/sql-editor.js"]);
        _editor.SetResult(await _module.InvokeAsync<IJSObjectReference>("create", _element, Assets["js/editor.js"], _self));
    }

    // As a stream: a message from a browser holds 32 KB.
    private async Task<T?> ReadAsync<T>(string method, long maxBytes, CancellationToken cancellation, params object?[] arguments)
    {
        IJSObjectReference editor = await _editor.Task;
        await using IJSStreamReference? reference = await editor.InvokeAsync<IJSStreamReference?>(method, cancellation, arguments);
        if (reference is null)
        {
            return default;
        }

        await using Stream stream = await reference.OpenReadStreamAsync(maxBytes, cancellation);
        return await JsonSerializer.DeserializeAsync<T>(stream, JsonSerializerOptions.Web, cancellation);
    }

    private async Task CallAsync(string method, params object?[] arguments)
    {
        try
        {
            await (await _editor.Task).InvokeVoidAsync(method, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone; nobody sees the editor any more.
        }
    }

    private sealed record EditorText(string Text, IReadOnlyList<EditorPart> Statements);

    private sealed record EditorPart(string Sql, int Offset, int Line, int Column);
}

/// <summary>What the editor holds.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Statements">Those that are to run; empty if there is none.</param>
public sealed record EditorReading(string Text, IReadOnlyList<EditorStatement> Statements);

/// <summary>A fault of a statement, as the editor marks it.</summary>
/// <param name="Position">Index in the statement.</param>
/// <param name="Message">What is wrong.</param>
public sealed record SqlMark(int Position, string Message);

/// <summary>What the completion offers.</summary>
/// <param name="Tables">Column names by table.</param>
/// <param name="Functions">Names of functions.</param>
/// <param name="Only">The table, if there is just one: its columns are offered without its name.</param>
public sealed record SqlWords(IReadOnlyDictionary<string, IReadOnlyList<SqlWord>> Tables, IReadOnlyList<string> Functions, string? Only)
{
    /// <summary>Words of the tables there are.</summary>
    public static SqlWords From(IReadOnlyList<TableColumns> tables, IReadOnlyList<string> functions) => new(
        tables.ToDictionary(
            table => table.Name,
            IReadOnlyList<SqlWord> (table) => [.. table.Columns.Select(column => new SqlWord(column.Name, "property", column.TypeWord, SqlNames.Quote(column.Name)))],
            StringComparer.Ordinal),
        functions,
        tables.Count == 1 ? tables[0].Name : null);
}

/// <summary>One column, as CodeMirror's completion wants it.</summary>
/// <param name="Label">The name.</param>
/// <param name="Type">Kind of icon.</param>
/// <param name="Detail">Shown behind the name.</param>
/// <param name="Apply">Written on choice.</param>
public sealed record SqlWord(string Label, string Type, string Detail, string Apply);
