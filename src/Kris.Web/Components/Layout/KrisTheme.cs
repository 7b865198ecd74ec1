using MudBlazor;

namespace Kris.Web.Components.Layout;

/// <summary>Type and shape for MudBlazor. Its colours come from css/tokens.css, light and dark alike.</summary>
public static class KrisTheme
{
    private static readonly string[] Fonts = ["system-ui", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "1rem", LineHeight = "1.45" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "1rem", LineHeight = "1.45" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "1rem", LineHeight = "1.45" },
            Button = new ButtonTypography
            {
                FontFamily = Fonts,
                FontSize = "1rem",
                TextTransform = "none",
                FontWeight = "600",
            },
            Subtitle1 = new Subtitle1Typography { FontFamily = Fonts, FontSize = "1rem" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1.15rem", FontWeight = "650" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
