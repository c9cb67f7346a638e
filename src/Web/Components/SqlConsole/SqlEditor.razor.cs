using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Web.Components.SqlConsole;

/// <summary>The SQL editor. The browser holds the text and hands it over when it is run.</summary>
public sealed partial class SqlEditor
{
    /// <summary>Bytes of SQL taken from a browser.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly TaskCompletionSource<IJSObjectReference> _editor = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ElementReference _element;
    private IJSObjectReference? _module;
    private DotNetObjectReference<SqlEditor>? _self;

    /// <summary>Shown at first, unless this browser holds a draft that began with it.</summary>
    [Parameter]
    public string InitialText { get; set; } = "";

    /// <summary>Ctrl or Cmd + Enter.</summary>
    [Parameter]
    public EventCallback OnRun { get; set; }

    /// <summary>Esc while something runs.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>The selection, or all of the text.</summary>
    public async Task<EditorStatement> ReadStatementAsync(CancellationToken cancellation)
    {
        IJSObjectReference editor = await _editor.Task;
        await using IJSStreamReference reference = await editor.InvokeAsync<IJSStreamReference>("statement", cancellation);
        await using Stream stream = await reference.OpenReadStreamAsync(MaxBytes, cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string sql = (await reader.ReadToEndAsync(cancellation))[..^1]; // without the line end that the browser adds
        int[] start = await editor.InvokeAsync<int[]>("statementStart", cancellation);
        return new EditorStatement(sql, new SqlPlace(start[0], start[1]));
    }

    /// <summary>Replaces the text.</summary>
    /// <param name="text">The new text.</param>
    /// <param name="linkedSql">What the address holds beside it; a draft belongs to that. Null to leave it.</param>
    public Task SetTextAsync(string text, string? linkedSql) => CallAsync("setText", text, linkedSql);

    /// <summary>Tells what the address holds now.</summary>
    public Task SetLinkedSqlAsync(string sql) => CallAsync("setBase", sql);

    /// <summary>Writes at the cursor.</summary>
    public Task InsertAsync(string text) => CallAsync("insert", text);

    /// <summary>Marks a place of the statement that was read last.</summary>
    public Task MarkAsync(int position, string message) => CallAsync("mark", position, message);

    /// <summary>Takes the marks away.</summary>
    public Task UnmarkAsync() => CallAsync("unmark");

    /// <summary>Gives the completion its tables, columns and functions.</summary>
    public Task SetWordsAsync(SqlWords words) => CallAsync("setWords", words);

    /// <summary>While something runs, Esc asks to cancel it.</summary>
    public Task SetRunningAsync(bool isRunning) => CallAsync("setRunning", isRunning);

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public Task RequestRunAsync() => OnRun.InvokeAsync();

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public Task RequestCancelAsync() => OnCancel.InvokeAsync();

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
        _editor.SetResult(await _module.InvokeAsync<IJSObjectReference>("create", _element, Assets["js/editor.js"], InitialText, _self));
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
}

/// <summary>What the completion offers.</summary>
/// <param name="Tables">Column names by table.</param>
/// <param name="Functions">Names of functions.</param>
/// <param name="Only">The table, if there is just one: its columns are offered without its name.</param>
public sealed record SqlWords(IReadOnlyDictionary<string, IReadOnlyList<SqlWord>> Tables, IReadOnlyList<string> Functions, string? Only)
{
    /// <summary>Words of the tables there are.</summary>
    public static SqlWords From(IReadOnlyList<TableBrowser.TableColumns> tables, IReadOnlyList<string> functions) => new(
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
