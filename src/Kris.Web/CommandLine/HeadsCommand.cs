using System.CommandLine;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class HeadsCommand
{
    public static Command Make()
    {
        var command = new Command(
            "heads",
            """
            Skriv ut journalens huvuden: den sista radens nummer och hash i varje ström.

            Spara dem på annat håll, till exempel: ./kris heads > huvuden.txt. Senare visar
            ./kris verify --against huvuden.txt om något har klippts av eller skrivits om.
            """);
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
            var heads = await new JournalAudit(database.Source).HeadsAsync(stop);
            var now = TimeProvider.System.GetUtcNow();
            await Console.Out.WriteAsync($"# Kris, journalens huvuden {IsoTime.Format(now)}\n");
            SavedHeads.Write(Console.Out, heads);
            await Console.Out.FlushAsync(stop);
            return Commands.Done;
        });
        return command;
    }
}
