using MudBlazor;

namespace Web.Components.Layout;

/// <summary>
/// Colours, type and shapes of the console: a dense, calm data tool. Text and status colours reach a contrast of 4.5 on every surface,
/// borders of inputs 3.
/// </summary>
internal static class Look
{
    private static readonly string[] Sans = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), new Colours(
            Background: "#F6F7F9", Surface: "#FFFFFF", Gray: "#EEF0F3", Hover: "#EEF3FA",
            Text: "#1B2430", TextSecondary: "#556070", TextDisabled: "#8A94A3",
            Primary: "#0B63C5", Secondary: "#5B4FC7", Tertiary: "#0F766E",
            Success: "#17752F", Warning: "#8F5A00", Error: "#C02B32",
            Contrast: "#FFFFFF", Line: "#D9DEE5", InputLine: "#7D8896")),
        PaletteDark = Fill(new PaletteDark(), new Colours(
            Background: "#12161C", Surface: "#191E26", Gray: "#0D1117", Hover: "#202834",
            Text: "#DCE2EA", TextSecondary: "#9AA5B4", TextDisabled: "#667180",
            Primary: "#6CB2FF", Secondary: "#A99FFF", Tertiary: "#4FD1C0",
            Success: "#57C174", Warning: "#E3B341", Error: "#FF8A80",
            Contrast: "#0B1420", Line: "#2D3541", InputLine: "#748091")),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px", AppbarHeight = "48px" },
        Typography = new Typography
        {
            Default = Fill(new DefaultTypography(), "13px", "400"),
            Body1 = Fill(new Body1Typography(), "13px", "400"),
            Body2 = Fill(new Body2Typography(), "13px", "400"),
            Button = Fill(new ButtonTypography(), "13px", "500"),
            Subtitle1 = Fill(new Subtitle1Typography(), "13px", "400"),
            Subtitle2 = Fill(new Subtitle2Typography(), "12px", "500"),
            Caption = Fill(new CaptionTypography(), "12px", "400"),
            Overline = Fill(new OverlineTypography(), "12px", "400"),
            H1 = Fill(new H1Typography(), "20px", "600"),
            H2 = Fill(new H2Typography(), "17px", "600"),
            H3 = Fill(new H3Typography(), "15px", "600"),
            H6 = Fill(new H6Typography(), "15px", "600"),
        },
    };

    private static T Fill<T>(T palette, Colours colours)
        where T : Palette
    {
        palette.Background = colours.Background;
        palette.BackgroundGray = colours.Gray;
        palette.Surface = colours.Surface;
        palette.DrawerBackground = colours.Surface;
        palette.AppbarBackground = colours.Surface;
        palette.AppbarText = colours.Text;
        palette.TableHover = colours.Hover;
        palette.TextPrimary = colours.Text;
        palette.TextSecondary = colours.TextSecondary;
        palette.TextDisabled = colours.TextDisabled;
        palette.ActionDefault = colours.TextSecondary;
        palette.ActionDisabled = colours.TextDisabled;
        palette.Primary = palette.Info = colours.Primary;
        palette.Secondary = colours.Secondary;
        palette.Tertiary = colours.Tertiary;
        palette.Success = colours.Success;
        palette.Warning = colours.Warning;
        palette.Error = colours.Error;
        palette.PrimaryContrastText = palette.InfoContrastText = palette.SecondaryContrastText = palette.TertiaryContrastText = colours.Contrast;
        palette.SuccessContrastText = palette.WarningContrastText = palette.ErrorContrastText = colours.Contrast;
        palette.LinesDefault = palette.Divider = palette.TableLines = colours.Line;
        palette.LinesInputs = colours.InputLine;
        return palette;
    }

    private static T Fill<T>(T typography, string size, string weight)
        where T : BaseTypography
    {
        typography.FontFamily = Sans;
        typography.FontSize = size;
        typography.FontWeight = weight;
        typography.LineHeight = "1.45";
        typography.LetterSpacing = "0";
        typography.TextTransform = "none";
        return typography;
    }

    private sealed record Colours(
        string Background, string Surface, string Gray, string Hover, string Text, string TextSecondary, string TextDisabled,
        string Primary, string Secondary, string Tertiary, string Success, string Warning, string Error, string Contrast, string Line, string InputLine);
}
