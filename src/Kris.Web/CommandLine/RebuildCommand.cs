using System.CommandLine;
using Kris.Data.Journal;
using Kris.Data.Search;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class RebuildCommand
{
    public static Command Make()
    {
        var command = new Command(
            "rebuild",
            """
            Bygg om det som räknas fram ur journalen: vilka rader som är rättade, flyttade eller flaggade, och orden
            att söka på.

            Journalen själv ändras inte, och ingen behöver sluta skriva under tiden.
            """);
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
            var lines = await JournalRebuild.RunAsync(database.Source, stop);
            Console.WriteLine($"Ombyggt ur {lines} rader som säger något om andra.");
            await database.PrepareSearchAsync(stop);
            await using var search = new SearchDatabase(database.App);
            var read = await new LineIndex(search).RebuildAsync(stop);
            Console.WriteLine($"Sökorden är gjorda på nytt ur {read} rader, {SearchWords(search)}.");
            return Commands.Done;
        });
        return command;
    }

    private static string SearchWords(SearchDatabase search) => search.Configuration is null
        ? "utan ordbok (paketet hunspell-sv saknas där PostgreSQL går)"
        : "med ordbok";
}
