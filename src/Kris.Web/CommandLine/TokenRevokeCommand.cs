using System.CommandLine;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.CommandLine;

internal static class TokenRevokeCommand
{
    public static Command Make()
    {
        var which = new Argument<string>("NYCKEL")
        {
            HelpName = "ID|NAMN",
            Description = "nyckelns id eller namn, som ./kris token list visar dem",
        };
        var command = new Command("revoke", "Återkalla en nyckel. En Kris som går slutar ta emot den inom 5 s.");
        command.Arguments.Add(which);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(which), stop));
        return command;
    }

    private static async Task<int> RunAsync(string which, CancellationToken stop)
    {
        await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
        await using var db = await database.Contexts.CreateDbContextAsync(stop);
        var id = Guid.TryParse(which, out var parsed) ? parsed : Guid.Empty;
        var found = await db.ApiTokens.AsNoTracking()
            .Where(token => token.Id == id || (token.Name == which && token.RevokedAt == null))
            .Take(10).ToListAsync(stop);
        Refuse.If(found.Count == 0, $"Ingen nyckel heter ”{which}”. ./kris token list visar dem som finns.");
        Refuse.If(
            found.Count > 1,
            $"Flera nycklar heter ”{which}”. Ange ett id: {string.Join(", ", found.Select(token => token.Id))}.");

        await database.Desk.ActAsync(
            found[0], token => token.Revoke(Actor.Machine, TimeProvider.System.GetUtcNow()));
        Console.WriteLine($"Nyckeln {found[0].Name} är återkallad.");
        return Commands.Done;
    }
}
