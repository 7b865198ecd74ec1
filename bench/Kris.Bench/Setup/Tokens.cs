using Kris.Domain.Accounts;
using Kris.Web.Accounts;

namespace Kris.Bench.Setup;

/// <summary>A token for the program that writes through the API.</summary>
internal static class Tokens
{
    public static async Task<string> MakeAsync(Ground ground)
    {
        var secret = TokenSecret.Make();
        var now = TimeProvider.System.GetUtcNow();
        var token = ApiToken.Create(
            "Mätning", secret.Hash, TokenUse.Api, Duty.Loggforare, unit: null, days: 1, Actor.Machine, now);
        await ground.Desk.AddAsync(_ => Task.FromResult(token));
        return secret.Text;
    }
}
