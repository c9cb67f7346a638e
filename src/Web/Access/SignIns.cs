using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Web.Audit;
using Web.Hosting;
using Web.Visitors;

namespace Web.Access;

/// <summary>Signs people in by a token, and out again. Any number of threads.</summary>
internal sealed class SignIns(Settings settings, AuditLog audit, RateLimits limits, TimeProvider clock)
{
    private const string SessionClaim = "millrace/session";
    private const string UntilClaim = "millrace/until";
    private const string TokenClaim = "millrace/token";
    private const int SessionBytes = 16;
    private const int MaxNameLength = 64;

    private readonly (VisitorRole Role, byte[] Hash)[] _tokens = [.. settings.Access.Tokens.All().Select(one => (one.Role, Hash(one.Token)))];

    // Sessions that were ended before their time, each with that time: after it they end by themselves.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    /// <summary>Told each session that somebody signs out of.</summary>
    public event Action<string>? Ended;

    /// <summary>The role that a token stands for; null if it is none of ours.</summary>
    public VisitorRole? RoleOf(string token)
    {
        byte[] hash = Hash(token);
        VisitorRole? found = null;
        foreach ((VisitorRole role, byte[] known) in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = role;
            }
        }

        return found;
    }

    /// <summary>Signs a browser in.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="token">What was typed.</param>
    /// <param name="name">How others shall see them; may be empty.</param>
    /// <returns>Why not; null if they are signed in.</returns>
    public async Task<string?> SignInAsync(HttpContext context, string token, string name)
    {
        if (RoleOf(token.Trim()) is not { } role)
        {
            TellRefused(context, name);
            return "This token is not valid here. Ask whoever runs this server for the token of your role.";
        }

        DateTimeOffset until = clock.GetUtcNow() + settings.Access.SignInLasts;
        Visitor visitor = new(BrowserIds.Of(context) ?? $"t-{role.Word()}", CleanName(name), role);
        ClaimsPrincipal principal = visitor.ToPrincipal(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new Claim(SessionClaim, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SessionBytes))),
            new Claim(UntilClaim, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new Claim(TokenClaim, Fingerprint(role)));
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal, new AuthenticationProperties { IsPersistent = true, ExpiresUtc = until });
        audit.Record(new Actor(visitor, AddressOf(context)), Deed.SignedIn, table: null, "with a token", AuditOutcome.Done);
        return null;
    }

    /// <summary>Signs a browser out, and ends every page that it has open.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (context.User.FindFirstValue(SessionClaim) is { } session)
        {
            Forget();
            _ended[session] = Until(context.User);
            audit.Record(new Actor(Visitor.Of(context.User), AddressOf(context)), Deed.SignedOut, table: null, "", AuditOutcome.Done);
            Ended?.Invoke(session);
        }
    }

    /// <summary>True if a principal is still what it was when it signed in; always true for one that came without a session.</summary>
    public bool IsValid(ClaimsPrincipal principal) =>
        principal.FindFirstValue(SessionClaim) is not { } session
        || (!_ended.ContainsKey(session) && clock.GetUtcNow() < Until(principal) && principal.FindFirstValue(TokenClaim) == Fingerprint(Visitor.Of(principal).Role));

    /// <summary>The session of a principal; null if it has none.</summary>
    public static string? SessionOf(ClaimsPrincipal principal) => principal.FindFirstValue(SessionClaim);

    /// <summary>Writes down that somebody came with a wrong token, as often as sign-ins are let through: a guesser shall not fill the log.</summary>
    public void TellRefused(HttpContext context, string name)
    {
        Actor actor = new(new Visitor(BrowserIds.Of(context) ?? "unknown", CleanName(name), VisitorRole.Viewer), AddressOf(context));
        if (limits.Refusal(RateLimits.RefusedTokens, actor.Address) is null)
        {
            audit.Record(actor, Deed.SignedIn, table: null, "with a wrong token", AuditOutcome.Refused);
        }
    }

    /// <summary>A name that somebody gives themselves, fit for a list.</summary>
    public static string CleanName(string name)
    {
        string clean = string.Concat(name.Where(letter => !char.IsControl(letter))).Trim();
        return clean.Length <= MaxNameLength ? clean : clean[..MaxNameLength];
    }

    /// <summary>Where a request comes from.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? ""
        : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static DateTimeOffset Until(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(UntilClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // Another token for a role ends the sign-ins by the former one.
    private string Fingerprint(VisitorRole role) => Convert.ToHexStringLower(SHA256.HashData(_tokens.FirstOrDefault(one => one.Role == role).Hash ?? []));

    private void Forget()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((string session, _) in _ended.Where(one => one.Value < now))
        {
            _ended.TryRemove(session, out _);
        }
    }
}
