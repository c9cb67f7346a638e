using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Web.Access;

/// <summary>Who has a page open, as long as their sign-in lasts: a page outlives the cookie that it was opened with.</summary>
internal sealed class SignInWatch : RevalidatingServerAuthenticationStateProvider
{
    private readonly SignIns _signIns;

    public SignInWatch(ILoggerFactory loggers, SignIns signIns)
        : base(loggers)
    {
        _signIns = signIns;
        signIns.Ended += EndIfMine;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(_signIns.IsValid(authenticationState.User));

    protected override void Dispose(bool disposing)
    {
        _signIns.Ended -= EndIfMine;
        base.Dispose(disposing);
    }

    private void EndIfMine(string session)
    {
        try
        {
            if (GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state && SignIns.SessionOf(state.Result.User) == session)
            {
                SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
            }
        }
        catch (InvalidOperationException)
        {
            // Nobody has opened a page with it yet.
        }
    }
}
