using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Web.Components.ResultViews;

/// <summary>Rows of an answer. Only those on the screen are in the page; columns come sixty at a time.</summary>
public sealed partial class ResultGrid
{
    /// <summary>Columns that are in the page at a time: hundreds of them freeze a browser.</summary>
    private const int MaxColumns = 60;

    private readonly string _id = Guid.NewGuid().ToString("N");
    private ElementReference _element;
    private DotNetObjectReference<ResultGrid>? _self;
    private ResultTable? _seen;
    private GridView _view = null!;
    private List<GridColumn> _columns = [];
    private GridColumn? _menuOf;
    private int _firstColumn;

    /// <summary>What is shown.</summary>
    [Parameter]
    [EditorRequired]
    public ResultTable Table { get; set; } = null!;

    /// <summary>Zone in which TIMESTAMP values and times are written.</summary>
    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Told the column of which somebody wants only some values; without it the menu does not offer that.</summary>
    [Parameter]
    public EventCallback<GridColumn> OnFilter { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private ICollection<PlacedRow> Rows => (ICollection<PlacedRow>)_view.Rows;

    private IEnumerable<GridColumn> Shown => _columns.Skip(_firstColumn).Take(MaxColumns);

    /// <summary>Called by the browser: shows a cell whole.</summary>
    /// <param name="place">Place of the row on the screen.</param>
    /// <param name="shown">Which of the shown columns, from 0.</param>
    [JSInvokable]
    public Task OpenCellAsync(int place, int shown)
    {
        if (place < 0 || place >= _view.Rows.Count || Shown.ElementAtOrDefault(shown) is not { } column)
        {
            return Task.CompletedTask;
        }

        return InvokeAsync(() => CellViewer.ShowAsync(Dialogs, column, _view.Rows[place].Row));
    }

    public void Dispose() => _self?.Dispose();

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_seen, Table))
        {
            (_seen, _firstColumn, _menuOf) = (Table, 0, null);
            _view = new GridView(Table);
            _columns = [.. _view.Columns];
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Js.TryInvokeVoidAsync("millrace.watchGrid", _element, _self);
        }
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static (CellFormat Format, string Word)[] Formats(GridColumn column) => column.Type switch
    {
        "LONG" => [(CellFormat.Raw, "1234567"), (CellFormat.Grouped, "1,234,567"), (CellFormat.Time, "Time, from milliseconds"), (CellFormat.Bytes, "Bytes")],
        "INT" => [(CellFormat.Raw, "1234567"), (CellFormat.Grouped, "1,234,567"), (CellFormat.Bytes, "Bytes")],
        "FLOAT" or "DOUBLE" => [(CellFormat.Raw, "1234.5678"), (CellFormat.Grouped, "1,234.5678"), (CellFormat.Percent, "Percent")],
        _ => [],
    };

    private string MenuId(GridColumn column) => $"column-{_id}-{column.Ordinal}";

    private string? SortWord(GridColumn column) => _view.SortedBy != column ? null : _view.IsDescending ? "descending" : "ascending";

    private string? SortSign(GridColumn column) => _view.SortedBy != column ? null : _view.IsDescending ? " ▾" : " ▴";

    private void Sort(GridColumn column) => _view.ToggleSort(column);

    private void Move(int columns) => _firstColumn = Math.Clamp(_firstColumn + columns, 0, _columns.Count - 1);

    private async Task OpenMenuAsync(GridColumn column)
    {
        _menuOf = column;
        StateHasChanged();
        await Js.TryInvokeVoidAsync("millrace.openMenu", $"menu-{_id}", MenuId(column));
    }

    private async Task CloseMenuAsync(Func<Task> then)
    {
        await Js.TryInvokeVoidAsync("millrace.closeMenu", $"menu-{_id}");
        await then();
    }

    private async Task Copy(string text) => await Js.TryInvokeVoidAsync("millrace.copy", text);

    private Task Hide(GridColumn column)
    {
        _view.Hide(column);
        _columns = [.. _view.Columns];
        _firstColumn = Math.Min(_firstColumn, _columns.Count - 1);
        return Task.CompletedTask;
    }

    private Task Format(GridColumn column, CellFormat format)
    {
        _view.Format(column, format);
        return Task.CompletedTask;
    }

    private void ShowAll()
    {
        _view.ShowAll();
        _columns = [.. _view.Columns];
    }
}
