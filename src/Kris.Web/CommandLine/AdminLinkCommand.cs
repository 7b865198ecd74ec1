using System.CommandLine;
using Kris.Web.Accounts;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class AdminLinkCommand
{
    public static Command Make()
    {
        var command = new Command(
            "admin-link",
            """
            Gör en ny länk för den första administratören, när Kris ännu inte har någon.

            Länken gäller en timme och en gång, och läggs i en fil som bara den som kör Kris kan läsa.
            """);
        command.SetAction(async (_, stop) =>
        {
            var settings = StartupChecks.Settings();
            await using var database = await Database.OpenMigratedAsync(settings, stop);
            // Put together, but never started: nothing is opened.
            await using var app = KrisHost.Build(settings, database.App);
            var first = app.Services.GetRequiredService<FirstAdministrator>();
            await first.WriteLinkAsync(new Uri(settings.Address), database.Folder.AdminLink);
            Console.WriteLine(database.Folder.AdminLink);
            return Commands.Done;
        });
        return command;
    }
}
