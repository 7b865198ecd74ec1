using Deque.AxeCore.Playwright;

namespace Kris.Browser.Look;

internal static class Accessibility
{
    /// <summary>What axe finds, and whether the page is wider than the screen.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        var result = await page.RunAxe();
        var wrong = result.Violations
            .SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}, {node.Html}"))
            .ToList();
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (excess > 0)
            wrong.Add($"the page is {excess} pixels wider than the screen");
        return wrong;
    }
}
