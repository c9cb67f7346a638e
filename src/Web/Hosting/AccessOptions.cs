using System.Net;
using Web.Visitors;

namespace Web.Hosting;

/// <summary>Who may do what. Section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary><c>None</c>, <c>Token</c> or <c>Proxy</c>.</summary>
    public string Mode { get; init; } = nameof(AccessMode.None);

    /// <summary>The tokens, where <see cref="Mode"/> is <c>Token</c>.</summary>
    public AccessTokens Tokens { get; init; } = new();

    /// <summary>How long somebody stays signed in with a token.</summary>
    public TimeSpan SignInLasts { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The header in which the proxy names the user.</summary>
    public string UserHeader { get; init; } = "X-Forwarded-User";

    /// <summary>Addresses and networks of proxies whose headers are believed, such as <c>10.0.0.7</c> and <c>10.1.0.0/16</c>.</summary>
    public string[] TrustedProxies { get; init; } = [];

    /// <summary>Users of the proxy who are admins, as it writes them.</summary>
    public string[] Admins { get; init; } = [];

    /// <summary>Users of the proxy who are editors. All others are viewers.</summary>
    public string[] Editors { get; init; } = [];

    /// <summary><see cref="Mode"/> as a value.</summary>
    public AccessMode Kind => Enum.TryParse(Mode, ignoreCase: true, out AccessMode mode) ? mode : AccessMode.None;

    /// <summary>True if somebody has to say who they are.</summary>
    public bool IsOn => Kind is not AccessMode.None;

    /// <summary>The proxies as networks.</summary>
    public IReadOnlyList<IPNetwork> Proxies => [.. TrustedProxies.Select(Network).OfType<IPNetwork>()];

    public IEnumerable<string> Validate()
    {
        if (!Enum.TryParse(Mode, ignoreCase: true, out AccessMode mode) || !Enum.IsDefined(mode) || char.IsAsciiDigit(Mode[0]))
        {
            yield return $"Access:Mode is '{Mode}'; give None, Token or Proxy";
        }

        foreach (string proxy in TrustedProxies.Where(proxy => Network(proxy) is null))
        {
            yield return $"Access:TrustedProxies has '{proxy}'; give an address such as 10.0.0.7, or a network such as 10.1.0.0/16";
        }

        if (SignInLasts < TimeSpan.FromMinutes(1))
        {
            yield return $"Access:SignInLasts is {SignInLasts}; give a minute or more, such as 12:00:00";
        }

        foreach (string fault in mode switch { AccessMode.Token => Tokens.Validate(), AccessMode.Proxy => ValidateProxy(), _ => [] })
        {
            yield return fault;
        }
    }

    private IEnumerable<string> ValidateProxy()
    {
        if (TrustedProxies.Length == 0)
        {
            yield return "Access:TrustedProxies is empty, so no header would be believed; give the addresses from which the proxy connects";
        }

        if (UserHeader.Length == 0 || !UserHeader.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            yield return $"Access:UserHeader is '{UserHeader}'; give the name of the header in which the proxy puts the user, such as X-Forwarded-User";
        }
    }

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out IPNetwork network) ? network
        : IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

/// <summary>One token for each role; a role without one cannot sign in.</summary>
internal sealed class AccessTokens
{
    /// <summary>Fewest characters of a token: random ones of that length are not guessed.</summary>
    public const int MinLength = 16;

    /// <summary>For people and programs that look and query.</summary>
    public string? Viewer { get; init; }

    /// <summary>For those who make, change and delete tables besides.</summary>
    public string? Editor { get; init; }

    /// <summary>For those who see and stop what others do besides.</summary>
    public string? Admin { get; init; }

    /// <summary>The tokens that are set.</summary>
    public IEnumerable<(VisitorRole Role, string Token)> All()
    {
        foreach ((VisitorRole role, string? token) in new[] { (VisitorRole.Viewer, Viewer), (VisitorRole.Editor, Editor), (VisitorRole.Admin, Admin) })
        {
            if (!string.IsNullOrEmpty(token))
            {
                yield return (role, token);
            }
        }
    }

    public IEnumerable<string> Validate()
    {
        (VisitorRole Role, string Token)[] all = [.. All()];
        if (all.Length == 0)
        {
            yield return $"Access:Mode is Token and no token is set; give Access:Tokens:Admin, {MinLength} random characters or more, such as the output of: openssl rand -hex 16";
        }

        foreach ((VisitorRole role, string token) in all)
        {
            if (token.Length < MinLength)
            {
                yield return $"Access:Tokens:{role} has {token.Length} characters; give {MinLength} random ones or more, such as the output of: openssl rand -hex 16";
            }
            else if (all.Any(other => other.Role < role && other.Token == token))
            {
                yield return $"Access:Tokens:{role} is the token of another role, too; give each role its own";
            }
        }
    }
}
