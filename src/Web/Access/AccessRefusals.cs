using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Web.Addresses;
using Web.Hosting;
using Web.Visitors;

namespace Web.Access;

/// <summary>Answers requests of people and programs that may not do what they ask for: a browser goes to the sign-in, a program is told what to send.</summary>
internal sealed class AccessRefusals(Settings settings) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // Browsers ask so, without credentials, whether a script may send a request with them.
        if (authorizeResult.Succeeded || HttpMethods.IsOptions(context.Request.Method))
        {
            return next(context);
        }

        if (authorizeResult.Forbidden)
        {
            return WriteAsync(context, StatusCodes.Status403Forbidden, Forbidden(Visitor.Of(context.User), Roles.Demanded(policy)));
        }

        if (PageRequests.IsOne(context.Request))
        {
            context.Response.Redirect(AppUrls.LoginFor(context.Request.Path + context.Request.QueryString));
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Millrace\"";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, settings.Access.Kind is AccessMode.Proxy
            ? ProxyHandler.Explain(context, settings.Access)
            : "This server wants to know who asks: send 'Authorization: Bearer TOKEN', or Basic with the token as password. Whoever runs the server gives out the tokens.");
    }

    /// <summary>Writes a refusal in the shape of Pinot's errors.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { code = status, error }, CancellationToken.None);
    }

    private string Forbidden(Visitor visitor, VisitorRole needed) =>
        $"This needs the {needed.Word()} role, and yours is {visitor.Role.Word()}. {RoleWords.Remedy(settings.Access.Kind, needed)}";
}
