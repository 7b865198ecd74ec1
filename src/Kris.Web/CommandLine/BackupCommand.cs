using System.CommandLine;
using Kris.Data.Server;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class BackupCommand
{
    public static Command Make()
    {
        var to = new Option<string?>("--to")
        {
            HelpName = "FIL",
            Description = "var kopian läggs; annars i backups/ i datamappen, där den sparas i 14 dagar",
        };
        var command = new Command(
            "backup",
            """
            Säkerhetskopiera den privata databasen, medan Kris går eller står stilla.

            En kopia tas också varje natt när Kris går. Skriver ut var kopian ligger.
            """);
        command.Options.Add(to);
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await Database.OpenMigratedAsync(Settings(), stop);
            var backup = new PrivateBackup(database.Private!, TimeProvider.System);
            var path = parsed.GetValue(to) ?? backup.NextPath();
            await backup.TakeAsync(path, stop);
            Console.WriteLine(Path.GetFullPath(path));
            return Commands.Done;
        });
        return command;
    }

    /// <summary>Backup and restore are for the private database; a server of one's own has its own ways.</summary>
    public static KrisSettings Settings()
    {
        var settings = StartupChecks.Settings();
        Refuse.If(
            !settings.IsPrivate,
            "Det här gäller den privata databasen. Med KRIS_DB säkerhetskopieras databasen där dess server sköts.");
        return settings;
    }
}
