using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Web.Components.Layout;

/// <summary>
/// The theme as one style sheet: light for all, dark under <c>data-theme="dark"</c>. A provider inside the circuit would send the same
/// rules after the page has been painted, which is seen as a flash.
/// </summary>
internal sealed partial class ThemeSheet
{
    private ThemeSheet(string css)
    {
        Css = css;
        Url = $"theme.css?v={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(css)))[..12]}";
    }

    /// <summary>The rules.</summary>
    public string Css { get; }

    /// <summary>Address with a hash of the rules, so that it can be kept by browsers for long.</summary>
    public string Url { get; }

    /// <summary>Renders MudBlazor's provider twice and keeps its rules.</summary>
    public static async Task<ThemeSheet> RenderAsync(IServiceProvider services, ILoggerFactory loggers)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        string light = await RulesAsync(renderer, ":root", false);
        string dark = await RulesAsync(renderer, ":root[data-theme='dark']", true);
        return new ThemeSheet(light + dark);
    }

    private static async Task<string> RulesAsync(HtmlRenderer renderer, string scope, bool isDark)
    {
        var theme = new MudTheme
        {
            PaletteLight = Look.Theme.PaletteLight,
            PaletteDark = Look.Theme.PaletteDark,
            LayoutProperties = Look.Theme.LayoutProperties,
            Typography = Look.Theme.Typography,
            PseudoCss = new PseudoCss { Scope = scope },
        };
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(MudThemeProvider.Theme)] = theme,
            [nameof(MudThemeProvider.IsDarkMode)] = isDark,
            [nameof(MudThemeProvider.DefaultScrollbar)] = true,
            [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
        });
        string html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString());
        return StyleTag().Replace(html, "");
    }

    [GeneratedRegex("</?style[^>]*>|<!--.*?-->", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleTag();
}
