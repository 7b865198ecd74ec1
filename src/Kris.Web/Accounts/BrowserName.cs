namespace Kris.Web.Accounts;

/// <summary>What a browser calls itself, in two words: enough to know one's own again, and no more.</summary>
public static class BrowserName
{
    // The order matters: most browsers also call themselves by the names below their own.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        var browser = Find(Browsers, userAgent) ?? "Webbläsare";
        return Find(Systems, userAgent) is { } system ? $"{browser} på {system}" : browser;
    }

    private static string? Find((string Mark, string Name)[] names, string? userAgent) =>
        Array.Find(names, name => userAgent?.Contains(name.Mark, StringComparison.Ordinal) is true).Name;
}
