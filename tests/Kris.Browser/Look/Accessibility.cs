using Deque.AxeCore.Commons;

namespace Kris.Browser.Look;

/// <summary>
/// Axe, as its package carries it, run in the page itself: the package's own way opens a page of its own for each
/// answer, so that frames may be looked at, and Kris has none. That page cost three times what axe does.
/// </summary>
internal static class Accessibility
{
    // A colour that is on its way to another is neither, and neither is a page that is being exchanged: what is wrong
    // is wrong half a second later too.
    private const string Run =
        """
        async part => {
            const moving = document.getAnimations().filter(animation => animation instanceof CSSTransition);
            await Promise.allSettled(moving.map(animation => animation.finished));
            for (let look = 1; ; look++) {
                const { violations } = await axe.run(part ?? document, { resultTypes: ['violations'] });
                const wrong = violations.flatMap(
                    rule => rule.nodes.map(node => `${rule.id}: ${node.failureSummary}, ${node.html}`));
                if (wrong.length === 0 || look === 2) return wrong;
                await new Promise(later => setTimeout(later, 500));
            }
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
        Assert.Equal(0, await page.Locator("iframe").CountAsync());
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'"))
            await page.EvaluateAsync(Axe);
        var found = part is null
            ? await page.EvaluateAsync<string[]>($"({Run})(null)")
            : await part.EvaluateAsync<string[]>(Run);
        var wrong = found.ToList();
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (excess > 0)
            wrong.Add($"the page is {excess} pixels wider than the screen");
        return wrong;
    }
}
