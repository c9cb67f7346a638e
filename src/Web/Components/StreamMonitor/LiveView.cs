using Microsoft.AspNetCore.Components;
using Web.Live;

namespace Web.Components.StreamMonitor;

/// <summary>A page that is drawn again when new figures arrive: the latest ones, whatever was missed.</summary>
public abstract class LiveView : ComponentBase, IDisposable
{
    private int _drawing;

    [Inject]
    private protected LiveFrames Frames { get; set; } = null!;

    /// <summary>Every how many frames, of one a second, it is drawn.</summary>
    protected virtual int EveryFrames => 1;

    /// <summary>Where a page reads what the frames do not hold.</summary>
    protected virtual void BeforeDraw()
    {
    }

    public void Dispose()
    {
        Frames.Arrived -= Draw;
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized() => Frames.Arrived += Draw;

    // A circuit that has not drawn the last frame yet skips this one: state is always the latest.
    private void Draw()
    {
        if (Frames.Latest.Seq % EveryFrames != 0 || Interlocked.Exchange(ref _drawing, 1) == 1)
        {
            return;
        }

        _ = InvokeAsync(() =>
        {
            Volatile.Write(ref _drawing, 0);
            BeforeDraw();
            StateHasChanged();
        });
    }
}
