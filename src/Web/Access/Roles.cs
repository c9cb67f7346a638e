using Microsoft.AspNetCore.Authorization;
using Web.Visitors;

namespace Web.Access;

/// <summary>The roles as policies of endpoints.</summary>
internal static class Roles
{
    /// <summary>The name of a role's policy.</summary>
    public static string PolicyOf(VisitorRole role) => role.ToString();

    /// <summary>The role that a policy demands.</summary>
    public static VisitorRole Demanded(AuthorizationPolicy policy) =>
        policy.Requirements.OfType<RoleRequirement>().Select(requirement => requirement.Role).DefaultIfEmpty(VisitorRole.Viewer).Max();

    /// <summary>Lets only somebody of that role or a higher one in.</summary>
    public static TBuilder Demand<TBuilder>(this TBuilder endpoint, VisitorRole role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(role));

    /// <summary>Demands a role of every endpoint of a group that names none itself: what is not a read changes something, and is an editor's.</summary>
    public static RouteGroupBuilder DemandRoles(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.Any(data => data is IAuthorizeData or IAllowAnonymous))
            {
                return;
            }

            bool isRead = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: { Count: > 0 } methods } && methods.All(IsRead);
            endpoint.Metadata.Add(new AuthorizeAttribute(PolicyOf(isRead ? VisitorRole.Viewer : VisitorRole.Editor)));
        });
        return group;
    }

    /// <summary>The policies: one per role, and the viewer's for whatever names none.</summary>
    public static void AddRoles(this IServiceCollection services)
    {
        AuthorizationBuilder policies = services.AddAuthorizationBuilder().SetFallbackPolicy(Policy(VisitorRole.Viewer)).SetDefaultPolicy(Policy(VisitorRole.Viewer));
        foreach (VisitorRole role in Enum.GetValues<VisitorRole>())
        {
            policies.AddPolicy(PolicyOf(role), Policy(role));
        }

        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
    }

    private static AuthorizationPolicy Policy(VisitorRole role) => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new RoleRequirement(role)).Build();

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private sealed record RoleRequirement(VisitorRole Role) : IAuthorizationRequirement;

    private sealed class RoleHandler : AuthorizationHandler<RoleRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
        {
            if (context.User.Identity?.IsAuthenticated is true && Visitor.Of(context.User).Role >= requirement.Role)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
