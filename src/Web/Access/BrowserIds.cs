using System.Security.Cryptography;
using System.Text;

namespace Web.Access;

/// <summary>
/// Tells browsers apart by a random cookie, so that what somebody saved is found again without a sign-in. Others see the id that is made of
/// it, never the cookie: whoever knows only the id cannot come as that browser.
/// </summary>
internal static class BrowserIds
{
    public const string CookieName = "millrace.browser";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 24; // 142 bits
    private const int IdHexDigits = 24;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400); // browsers keep none longer

    /// <summary>The id of the browser that asks; null for a program, which keeps no cookie.</summary>
    public static string? Of(HttpContext context) => (string?)context.Items[CookieName];

    /// <summary>Reads the cookie, and gives one to a browser that asks for a page and has none.</summary>
    public static void Recognise(HttpContext context)
    {
        string? cookie = context.Request.Cookies[CookieName];
        if (cookie is not { Length: Length } || !cookie.All(char.IsAsciiLetterOrDigit))
        {
            if (!PageRequests.IsOne(context.Request))
            {
                return;
            }

            cookie = RandomNumberGenerator.GetString(Letters, Length);
            context.Response.Cookies.Append(
                CookieName, cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = KeptFor, IsEssential = true });
        }

        context.Items[CookieName] = "b-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)))[..IdHexDigits];
    }
}

/// <summary>Tells browsers that open a page from programs and scripts.</summary>
internal static class PageRequests
{
    public static bool IsOne(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
