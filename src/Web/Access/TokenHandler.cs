using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Web.Visitors;

namespace Web.Access;

/// <summary>Recognises programs by a token: <c>Authorization: Bearer</c>, or <c>Basic</c> with any user name and the token as password, as Pinot's clients send it.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SignIns signIns)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Read(Request.Headers.Authorization.ToString()) is not { } credentials)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (signIns.RoleOf(credentials.Token) is not { } role)
        {
            signIns.TellRefused(Context, credentials.User);
            return Task.FromResult(AuthenticateResult.Fail("no such token"));
        }

        Visitor visitor = new(BrowserIds.Of(Context) ?? $"t-{role.Word()}", SignIns.CleanName(credentials.User), role);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(visitor.ToPrincipal(Name), Name)));
    }

    private static (string User, string Token)? Read(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out AuthenticationHeaderValue? value) || value.Parameter is not { Length: > 0 } parameter)
        {
            return null;
        }

        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return ("", parameter);
        }

        if (!value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Base64.IsValid(parameter))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(parameter)).Split(':', 2);
        return parts is [string user, string password] ? (user, password) : null;
    }
}
