using Microsoft.AspNetCore.SignalR;

namespace Web.Live;

/// <summary>
/// <c>/hubs/live</c>: the figures that the console shows, for other programs. After <see cref="Subscribe"/> a connection gets the message
/// <c>frame</c> once a second; <see cref="Follow"/> is the same as a stream.
/// </summary>
public sealed class LiveHub(LiveFrames frames) : Hub
{
    /// <summary>Starts the messages <c>frame</c> of a table; the newest one comes at once.</summary>
    /// <param name="table">Raw table name, any case.</param>
    public async Task Subscribe(string table)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(table), Context.ConnectionAborted);
        if (frames.Latest is var latest && latest.Find(table) is { } view)
        {
            await Clients.Caller.SendAsync("frame", LiveFrame.From(view, latest.Seq, latest.At), Context.ConnectionAborted);
        }
    }

    /// <summary>Ends the messages of a table.</summary>
    /// <param name="table">Raw table name, any case.</param>
    public Task Unsubscribe(string table) => Groups.RemoveFromGroupAsync(Context.ConnectionId, GroupOf(table), Context.ConnectionAborted);

    /// <summary>The frames of a table until the caller has enough.</summary>
    /// <param name="table">Raw table name, any case.</param>
    /// <param name="cancellation">Set by SignalR when the caller ends the stream.</param>
    public IAsyncEnumerable<LiveFrame> Follow(string table, CancellationToken cancellation) => frames.FollowAsync(table, cancellation);

    internal static string GroupOf(string table) => table.ToUpperInvariant();
}
