namespace Web.Visitors;

/// <summary>Who does something, and from where.</summary>
/// <param name="Visitor">Who.</param>
/// <param name="Address">Network address of the browser or program; empty if there is none.</param>
public sealed record Actor(Visitor Visitor, string Address)
{
    /// <summary>The process itself: the demo, retention.</summary>
    public static readonly Actor Server = new(new Visitor("server", "the server", VisitorRole.Admin), "");

    /// <summary>Whoever is behind a call of which nothing is known: may look.</summary>
    public static readonly Actor Unknown = new(new Visitor("unknown", "", VisitorRole.Viewer), "");
}

/// <summary>
/// Who is behind the call that runs. A request and a message of a browser's circuit set it, and it goes with the call through every service:
/// so they check and write down who acts without being told by each of their callers. Code that works for nobody but the server says so.
/// </summary>
internal static class Acting
{
    private static readonly AsyncLocal<Actor?> Current = new();

    /// <summary>Who acts; <see cref="Actor.Unknown"/> if nobody said.</summary>
    public static Actor Now => Current.Value ?? Actor.Unknown;

    /// <summary>Lets somebody be behind what is called until it is disposed of.</summary>
    public static Scope As(Actor actor)
    {
        Scope scope = new(Current.Value);
        Current.Value = actor;
        return scope;
    }

    /// <summary>Ends what <see cref="As"/> began.</summary>
    public readonly struct Scope(Actor? former) : IDisposable
    {
        public void Dispose() => Current.Value = former;
    }
}
