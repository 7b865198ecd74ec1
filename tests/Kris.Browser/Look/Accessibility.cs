using Deque.AxeCore.Playwright;

namespace Kris.Browser.Look;

internal static class Accessibility
{
    /// <summary>
    /// The same page light on a wide screen and dark on a phone, without being loaded or opened twice.
    /// </summary>
    /// <param name="part">What is looked at alone, where the rest of the page is looked at elsewhere.</param>
    public static async Task<IReadOnlyList<string>> OnBothScreensAsync(IPage page, ILocator? part = null)
    {
        var wrong = new List<string>();
        foreach (var screen in new[] { Screens.LightAndWide(), Screens.DarkAndNarrow() })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = screen.ColorScheme });
            await page.SetViewportSizeAsync(screen.ViewportSize!.Width, screen.ViewportSize.Height);
            wrong.AddRange((await ViolationsAsync(page, part)).Select(what => $"{screen.ColorScheme}: {what}"));
        }

        return wrong;
    }

    /// <summary>What axe finds, and whether the page is wider than the screen.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, ILocator? part = null)
    {
        // While a page comes alive its title is taken away and put back.
        await page.WaitForFunctionAsync("document.title !== ''");
        var result = part is null ? await page.RunAxe() : await part.RunAxe();
        var wrong = result.Violations
            .SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}, {node.Html}"))
            .ToList();
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (excess > 0)
            wrong.Add($"the page is {excess} pixels wider than the screen");
        return wrong;
    }
}
