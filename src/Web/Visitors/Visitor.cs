using System.Security.Claims;

namespace Web.Visitors;

/// <summary>What somebody may do. Each role may do what those before it may.</summary>
public enum VisitorRole
{
    /// <summary>Look and query.</summary>
    Viewer,

    /// <summary>Make, change and delete tables.</summary>
    Editor,

    /// <summary>See and stop what others do.</summary>
    Admin,
}

/// <summary>Who uses the console or the REST routes.</summary>
/// <param name="Id">Stays the same from one visit to the next; what somebody saved is found by it.</param>
/// <param name="Name">What others see; empty if nobody signs in here.</param>
/// <param name="Role">What they may do.</param>
public sealed record Visitor(string Id, string Name, VisitorRole Role)
{
    /// <summary>Whoever comes while nobody has to sign in, and keeps no cookie.</summary>
    public static readonly Visitor Anybody = new("anybody", "", VisitorRole.Admin);

    /// <summary>Reads what the sign-in put into the principal. One that nobody put anything into may only look.</summary>
    public static Visitor Of(ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id
        ? Anybody with { Role = VisitorRole.Viewer }
        : new Visitor(
            id,
            principal.Identity?.Name ?? "",
            Enum.TryParse(principal.FindFirstValue(ClaimTypes.Role), ignoreCase: true, out VisitorRole role) ? role : VisitorRole.Viewer);

    /// <summary>What <see cref="Of"/> reads.</summary>
    /// <param name="scheme">How they were recognised.</param>
    /// <param name="more">Claims beyond those of a visitor.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, params Claim[] more) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, Id), new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString()), .. more], scheme));
}
