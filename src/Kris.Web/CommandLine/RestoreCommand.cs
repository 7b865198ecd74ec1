using System.CommandLine;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain;
using Npgsql;

namespace Kris.Web.CommandLine;

internal static class RestoreCommand
{
    private const int MaxTold = 200;

    public static Command Make()
    {
        var file = new Argument<string>("FIL") { Description = "en kopia som ./kris backup har gjort" };
        var yes = new Option<bool>("--yes") { Description = "fråga inte först" };
        var command = new Command(
            "restore",
            """
            Läs tillbaka en säkerhetskopia till den privata databasen. Kris ska vara stoppad.

            Kopian läses in bredvid, dess journal kontrolleras, och sedan byter de plats. Databasen som fanns där sparas
            under ett annat namn. Numren på loggblad flyttas fram, så att inget ges två gånger.
            """);
        command.Arguments.Add(file);
        command.Options.Add(yes);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(yes), stop));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool isSure, CancellationToken stop)
    {
        var folder = DataFolder.Open(BackupCommand.Settings().Data);
        Refuse.If(!File.Exists(file), $"Filen {file} finns inte.");
        if (await PrivatePostgres.AttachAsync(folder, stop) is { } running)
        {
            await running.DisposeAsync();
            throw new StartupException($"Kris går i {folder.Root}. Stoppa den först, och läs sedan tillbaka.");
        }

        if (!isSure && !await IsSureAsync(folder, stop))
        {
            await Console.Error.WriteLineAsync("Inget är ändrat.");
            return Commands.Failed;
        }

        await using var postgres = await PrivatePostgres.StartAsync(folder, cancel: stop);
        var restore = new PrivateRestore(postgres, TimeProvider.System);
        var kept = await restore.FromAsync(file, copy => ProveAsync(postgres, copy, stop), stop);
        Console.WriteLine($"Databasen som fanns där ligger kvar i samma server under namnet {kept}.");
        return Commands.Done;
    }

    // A copy from before an upgrade gets the tables of this program, and its journal is to hold line by line.
    private static async Task ProveAsync(PrivatePostgres postgres, string copy, CancellationToken stop)
    {
        await Migrator.RunAsync(postgres.ConnectionString(PrivateDatabase.Owner, copy), PrivateDatabase.App, stop);
        await using var source = NpgsqlDataSource.Create(
            postgres.ConnectionString(PrivateDatabase.SuperUser, copy) + ";Pooling=false");
        var audit = await new JournalAudit(source).RunAsync(cancellationToken: stop);
        var fault = audit.Holds ? null : audit.Faults[0].Fault;
        Refuse.If(fault is not null, $"Journalen i kopian håller inte, och den läses inte tillbaka. {fault?.Sentence}");
        Console.WriteLine($"Kopian har {audit.Streams} strömmar med {audit.Lines} rader, och alla håller.");
        var next = await new SheetNumbers(source).MoveAsync(stop);
        Console.WriteLine(
            $"Nya loggblad får nummer från {next}. Är blad utskrivna efter kopian: för in dem under Loggblad.");
        await TellReturnedAsync(postgres, source, stop);
    }

    // What was erased after the copy was taken comes back with it, and the decisions do not.
    private static async Task TellReturnedAsync(PrivatePostgres postgres, NpgsqlDataSource copy, CancellationToken stop)
    {
        try
        {
            await using var inUse = NpgsqlDataSource.Create(
                postgres.ConnectionString(PrivateDatabase.SuperUser, PrivateDatabase.Name) + ";Pooling=false");
            var returned = await ReturnedLines.OfAsync(inUse, copy, stop);
            if (returned.Count == 0)
                return;
            Console.WriteLine(
                $"Rader som är raderade genom beslut kommer tillbaka ({returned.Count}). Fatta besluten på nytt:");
            foreach (var (stream, number) in returned.Take(MaxTold))
                Console.WriteLine($"  /handelser/{stream}/radering/{number}");
        }
        catch (NpgsqlException)
        {
            Console.WriteLine(
                "Databasen som fanns där går inte att läsa. Rader som raderats efter kopian är tillbaka i den.");
        }
    }

    private static async Task<bool> IsSureAsync(DataFolder folder, CancellationToken stop)
    {
        Refuse.If(Console.IsInputRedirected, "Ingen finns att fråga. Lägg till --yes om kopian ska läsas tillbaka.");
        await Console.Error.WriteAsync($"Databasen i {folder.Root} byts mot kopian. Skriv ja för att fortsätta: ");
        return (await Console.In.ReadLineAsync(stop))?.Trim().ToLowerInvariant() is "ja";
    }
}
