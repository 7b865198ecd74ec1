using System.Buffers.Text;
using System.Security.Cryptography;
using Kris.Domain.Accounts;

namespace Kris.Bench.Setup;

/// <summary>A token for the program that writes through the API.</summary>
internal static class Tokens
{
    public static async Task<string> MakeAsync(Ground ground)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var now = TimeProvider.System.GetUtcNow();
        await ground.Desk.AddAsync(_ => Task.FromResult(ApiToken.Create(
            "Mätning", SHA256.HashData(secret), TokenUse.Api, Duty.Loggforare, unit: null, days: 1, Actor.Machine, now)));
        return Base64Url.EncodeToString(secret);
    }
}
