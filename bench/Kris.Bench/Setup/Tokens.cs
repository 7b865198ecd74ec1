using Kris.Domain.Accounts;
using Kris.Web.Accounts;

namespace Kris.Bench.Setup;

/// <summary>A token for the program that writes or reads through the API.</summary>
internal static class Tokens
{
    public static async Task<string> MakeAsync(Ground ground, Duty duty = Duty.Loggforare)
    {
        var secret = TokenSecret.Make();
        var now = TimeProvider.System.GetUtcNow();
        var token = ApiToken.Create(
            "Mätning", secret.Hash, TokenUse.Api, duty, unit: null, days: 1, Actor.Machine, now);
        await ground.Desk.AddAsync(_ => Task.FromResult(token));
        return secret.Text;
    }
}
