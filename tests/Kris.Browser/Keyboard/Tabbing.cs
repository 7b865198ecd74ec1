using Kris.Browser.Running;

namespace Kris.Browser.Keyboard;

internal static class Tabbing
{
    private const int Stops = 60;

    // A heading takes the focus when a page is shown and is nothing to press; the composer is framed as a whole.
    private const string ShowsFocus =
        """
        () => {
          const here = document.activeElement;
          if (here === document.body || here.matches('h1, main, .composer textarea')) return true;
          const look = getComputedStyle(here);
          return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
        }
        """;

    /// <summary>Presses Tab until the focus is there, and sees to it that it can be seen at every stop.</summary>
    public static async Task TabToAsync(this Person person, ILocator target, bool backwards = false)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var stop = 0; stop < Stops; stop++)
        {
            if (await target.EvaluateAsync<bool>("target => target === document.activeElement"))
                return;
            await person.PressAsync(backwards ? "Shift+Tab" : "Tab");
            var isSeen = await person.Page.EvaluateAsync<bool>(ShowsFocus);
            Assert.True(isSeen, $"The focus cannot be seen on {await FocusedAsync(person)}.");
        }

        Assert.Fail($"The keyboard does not reach {target}; it stands on {await FocusedAsync(person)}.");
    }

    private static Task<string> FocusedAsync(Person person) =>
        person.Page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)");
}
