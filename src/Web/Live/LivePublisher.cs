using Microsoft.AspNetCore.SignalR;

namespace Web.Live;

/// <summary>Takes the figures of all tables once a second and hands them to pages and hub.</summary>
internal sealed class LivePublisher(TableViews views, LiveFrames frames, IHubContext<LiveHub> hub, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                frames.Publish(clock.GetUtcNow(), views.All());
                await SendAsync(frames.Latest, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task SendAsync(LiveState state, CancellationToken cancellation)
    {
        foreach (TableView view in state.Tables)
        {
            await hub.Clients.Group(LiveHub.GroupOf(view.Name)).SendAsync("frame", LiveFrame.From(view, state.Seq, state.At), cancellation);
        }
    }
}
