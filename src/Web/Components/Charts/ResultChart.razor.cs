using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Web.Components.ResultViews;
using Web.Texts;

namespace Web.Components.Charts;

/// <summary>An answer as a chart. The server draws it as SVG, so a link, a snapshot and a page without scripts show the same.</summary>
public sealed partial class ResultChart
{
    private const int Colours = 8; // those of css/app.css
    private const double FirstWidth = 960;
    private const double FirstHeight = 360;

    private ElementReference _figure;
    private ResultTable? _seen;
    private string? _seenChart;
    private ChartSpec? _spec;
    private ChartData? _data;
    private ChartDrawing? _drawing;
    private (double Width, double Height) _size = (FirstWidth, FirstHeight);
    private DotNetObjectReference<ResultChart>? _self;
    private IJSObjectReference? _watch;
    private bool _isTable;
    private int? _hovered;

    /// <summary>What is drawn.</summary>
    [Parameter]
    [EditorRequired]
    public ResultTable Table { get; set; } = null!;

    /// <summary>How, as a link says it; null to let the answer decide.</summary>
    [Parameter]
    public string? Chart { get; set; }

    /// <summary>Told what somebody chose.</summary>
    [Parameter]
    public EventCallback<string> ChartChanged { get; set; }

    /// <summary>Zone of the times along the bottom.</summary>
    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private string Description =>
        _data is null || _spec is null ? "Chart" : $"{KindWord(_spec.Kind)} chart of {string.Join(", ", _spec.Ys)} over {_spec.X ?? "row number"}: {_data.X.Length} places, {_data.Series.Count} series";

    /// <summary>Called by the browser: the room there is.</summary>
    [JSInvokable]
    public void Resize(double width, double height)
    {
        if (width >= 120 && height >= 120 && (width, height) != _size)
        {
            _size = (width, height);
            Draw();
            StateHasChanged();
        }
    }

    /// <summary>Called by the browser: where the pointer is, in pixels of the drawing; negative when it has left.</summary>
    [JSInvokable]
    public void Hover(double pixel)
    {
        int? hovered = pixel < 0 || _drawing is null || _data is null ? null : _drawing.Nearest(_data, pixel);
        if (hovered != _hovered)
        {
            _hovered = hovered;
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("dispose");
                await _watch.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what it watched.
        }

        _self?.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_seen, Table) && _seenChart == Chart)
        {
            return;
        }

        (_seen, _seenChart, _hovered) = (Table, Chart, null);
        _spec = ChartSpec.Parse(Chart) ?? ChartColumns.Infer(Table);
        _data = _spec is null ? null : ChartData.From(Table, _spec);
        Draw();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        bool isShown = _drawing is not null && !_isTable && _spec!.Kind != ChartKind.Number;
        if (isShown && _watch is null)
        {
            _self ??= DotNetObjectReference.Create(this);
            _watch = await Js.TryInvokeAsync<IJSObjectReference>("millrace.watchChart", _figure, _self);
        }
        else if (!isShown && _watch is { } watch)
        {
            _watch = null; // another figure comes when the chart is shown again
            await watch.TryInvokeVoidAsync("dispose");
        }
    }

    private static string KindWord(ChartKind kind) => kind switch
    {
        ChartKind.Stacked => "Stacked bars",
        ChartKind.Bar => "Bars",
        ChartKind.Step => "Steps",
        ChartKind.Number => "Single number",
        _ => kind.ToString(),
    };

    private static string? Name(ChangeEventArgs change) => change.Value is string { Length: > 0 } name ? name : null;

    private static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private string[] Numbers() => [.. Table.Columns.Where(column => ChartColumns.IsNumber(column) && column.Name != _spec?.X).Select(column => column.Name)];

    private void Draw() =>
        _drawing = _data is { X.Length: > 0, Series.Count: > 0 } && _spec!.Kind != ChartKind.Number ? ChartDrawing.Of(_data, _spec.Kind, _size.Width, _size.Height, Zone) : null;

    private Task Choose(Func<ChartSpec, ChartSpec> change) => _spec is null ? Task.CompletedTask : ChartChanged.InvokeAsync(change(_spec).ToString());

    private string NumberText()
    {
        string? name = _spec!.Ys.Count > 0 ? _spec.Ys[0] : null;
        GridColumn? column = Table.Columns.FirstOrDefault(candidate => candidate.Name == name);
        return column is null || Table.Rows.Count == 0 ? "–" : CellText.Shown(Table.Rows[0].Values[column.Ordinal]) ?? "NULL";
    }

    private async Task SaveAsync(string format) => await Js.TryInvokeVoidAsync("millrace.saveChart", _figure, format);
}
