using System.CommandLine;
using Kris.Data.Journal;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class RebuildCommand
{
    public static Command Make()
    {
        var command = new Command(
            "rebuild",
            """
            Bygg om det som räknas fram ur journalen: vilka rader som är rättade, flyttade eller flaggade.

            Journalen själv ändras inte, och ingen behöver sluta skriva under tiden.
            """);
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
            var lines = await JournalRebuild.RunAsync(database.Source, stop);
            Console.WriteLine($"Ombyggt ur {lines} rader som säger något om andra.");
            return Commands.Done;
        });
        return command;
    }
}
