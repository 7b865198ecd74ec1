using System.CommandLine;
using Kris.Domain.Accounts;
using Kris.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.CommandLine;

internal static class TokenListCommand
{
    private const int MaxShown = 1_000;

    public static Command Make()
    {
        var command = new Command("list", "Visa nycklarna: id, namn, uppgift, till när de gäller och om de gör det.");
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
            await using var db = await database.Contexts.CreateDbContextAsync(stop);
            var tokens = await db.ApiTokens.AsNoTracking().OrderByDescending(token => token.CreatedAt).Take(MaxShown)
                .ToListAsync(stop);
            var now = TimeProvider.System.GetUtcNow();
            foreach (var token in tokens)
                Console.WriteLine(Row(token, now));
            return Commands.Done;
        });
        return command;
    }

    private static string Row(ApiToken token, DateTimeOffset now)
    {
        var use = token.Use is TokenUse.Tavla ? "tavla" : token.Duty.Code();
        var state = token switch
        {
            { RevokedAt: { } at } => $"återkallad {at.ToLocalTime():yyyy-MM-dd HH:mm}",
            _ when token.WorksAt(now) => "gäller",
            _ => "har gått ut",
        };
        return $"{token.Id}\t{token.Name}\t{use}\t{token.ExpiresAt.ToLocalTime():yyyy-MM-dd HH:mm}\t{state}";
    }
}
