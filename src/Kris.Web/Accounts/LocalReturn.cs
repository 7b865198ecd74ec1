namespace Kris.Web.Accounts;

/// <summary>Where to go after a login: a page of our own, whatever the address says.</summary>
public static class LocalReturn
{
    private const int MaxLength = 500;

    // Pages that nobody wants to come back to.
    private static readonly string[] Nowhere = ["/logga-", "/fel/", "/uppgift"];

    public static string Clean(string? address) => IsLocal(address) ? address! : "/";

    // A browser takes "//other", "/\other" and what a tab or a line break hides for another place than ours.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not (['/', '/' or '\\', ..])
        && address.Length <= MaxLength
        && !address.Any(char.IsControl)
        && !Nowhere.Any(place => address.StartsWith(place, StringComparison.OrdinalIgnoreCase));
}
