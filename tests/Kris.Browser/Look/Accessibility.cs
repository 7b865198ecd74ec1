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

    // A size that has just been changed is on its way for a moment, and would be looked at as it was. What is being
    // drawn is looked at again, and that without which the page would be narrower is named.
    private const string Wide =
        """
        async () => {
            const excess = () => document.documentElement.scrollWidth - innerWidth;
            await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
            const moving = document.getAnimations().filter(animation => animation instanceof CSSTransition);
            await Promise.allSettled(moving.map(animation => animation.finished));
            for (let look = 0; excess() > 0 && look < 3; look += 1) {
                await new Promise(later => setTimeout(later, 300));
            }
            if (excess() <= 0) return [];
            const wide = excess();
            const out = [...document.querySelectorAll('body *')].filter(part => {
                const { display } = part.style;
                part.style.display = 'none';
                const isIt = excess() < wide;
                part.style.display = display;
                return isIt;
            }).slice(-5).map(part => `${part.cloneNode(false).outerHTML} ${part.innerText?.slice(0, 40)}`);
            return [`the page is ${wide} pixels wider than the screen: ${out.join(' ')}`];
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

        // On the phone once more, for eyes that need the text twice as large.
        await page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        wrong.AddRange((await TooWideAsync(page)).Select(what => $"text at 200 %: {what}"));
        await page.EvaluateAsync("document.documentElement.style.fontSize = ''");
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
        return [.. found, .. await TooWideAsync(page)];
    }

    private static async Task<IEnumerable<string>> TooWideAsync(IPage page) =>
        await page.EvaluateAsync<string[]>($"({Wide})()");
}
