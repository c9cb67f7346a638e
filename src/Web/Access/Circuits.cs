using Microsoft.AspNetCore.Components.Server.Circuits;
using Web.Hosting;
using Web.Visitors;

namespace Web.Access;

/// <summary>How many pages are open, each of which takes memory of the server. Any number of threads.</summary>
internal sealed class Circuits(Settings settings)
{
    private int _count;

    /// <summary>Pages that are open, or were until a moment ago.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Most that may be.</summary>
    public int Max { get; } = settings.Server.MaxCircuits;

    /// <summary>True if no more can be opened.</summary>
    public bool IsFull => Count >= Max;

    /// <summary>For whoever wants to open one more.</summary>
    public string FullText => $"{Max} pages of this console are open, and more do not fit. Close some that nobody looks at; the setting Server:MaxCircuits raises the limit.";

    internal void Opened() => Interlocked.Increment(ref _count);

    internal void Closed() => Interlocked.Decrement(ref _count);

    /// <summary>Refuses to open one too many.</summary>
    internal Task RefuseIfFullAsync(HttpContext context, RequestDelegate next) =>
        IsFull && context.Request.Path.Equals("/_blazor/negotiate", StringComparison.OrdinalIgnoreCase)
            ? AccessRefusals.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, FullText)
            : next(context);
}

/// <summary>Counts a page while it is open, and lets its visitor be behind everything that it does.</summary>
internal sealed class CircuitWatch(Circuits circuits, CurrentVisitor visitor) : CircuitHandler
{
    private readonly string _address = Acting.Now.Address; // of the connection that the page is opened over

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Opened();
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Closed();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        using (Acting.As(new Actor(await visitor.GetAsync(), _address)))
        {
            await next(context);
        }
    };
}
