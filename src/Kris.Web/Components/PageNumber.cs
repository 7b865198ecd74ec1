using System.Globalization;

namespace Kris.Web.Components;

/// <summary>The page of a list that an address asks for. Addresses are typed and cut off by people.</summary>
public static class PageNumber
{
    private const int Last = 10_000;

    public static int Of(string? asked) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 1, Last)
            : 1;
}
