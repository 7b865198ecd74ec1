namespace Kris.Web.Accounts;

/// <summary>Why an open page ended at the login, as the address says it, and what the person is told there.</summary>
public static class LoginEnd
{
    public const string Query = "orsak";

    private const string Closed = "avstangt";
    private const string Over = "avslutad";

    private const string Kept =
        "Det du skrev och inte hann spara ligger kvar i den här webbläsaren, och står där när du loggar in igen.";

    public static async ValueTask<string> WhyAsync(Standing standing, Guid? account) =>
        account is { } id && await standing.OfAsync(id) is { IsOpen: true } ? Over : Closed;

    /// <summary>Nothing for what is no reason of ours: anybody can write an address.</summary>
    public static string? Sentence(string? why) => why switch
    {
        Closed => "Du loggades ut: kontot är avstängt. En administratör i kommunen kan öppna det igen. " + Kept,
        Over => "Du loggades ut: inloggningen är avslutad. " + Kept,
        _ => null,
    };
}
