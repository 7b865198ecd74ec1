using System.CommandLine;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Web.Hosting;
using Npgsql;

namespace Kris.Web.CommandLine;

internal static class VerifyCommand
{
    private const string NoHeads =
        "Äldre huvuden saknas (--against): en avklippt svans eller en omskriven ström kan inte upptäckas.";

    public static Command Make()
    {
        var file = new Argument<string?>("FIL")
        {
            Description = "en exporterad ström; utan fil kontrolleras hela databasen",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var against = new Option<string?>("--against")
        {
            HelpName = "HUVUDEN",
            Description = "huvuden som sparats tidigare med ./kris heads",
        };
        var command = new Command(
            "verify",
            """
            Kontrollera att journalen håller: att ingen rad är ändrad, borttagen eller inskjuten.

            Slutkoden är 0 när allt håller, 1 när något inte gör det och 2 när kontrollen inte kunde göras.
            """);
        command.Arguments.Add(file);
        command.Options.Add(against);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(file), parsed.GetValue(against), stop));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string? against, CancellationToken stop)
    {
        try
        {
            var saved = against is null ? null : ReadHeads(against);
            return file is null ? await DatabaseAsync(saved, stop) : VerifyFile(file, saved);
        }
        catch (Exception failure) when (
            failure is RefusedException or StartupException or NpgsqlException or IOException
                or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure is NpgsqlException
                ? $"Databasen svarar inte som den ska: {failure.Message}"
                : failure.Message);
            return Commands.Misused;
        }
    }

    private static async Task<int> DatabaseAsync(SavedHeads? saved, CancellationToken stop)
    {
        await using var database = await Database.OpenMigratedAsync(StartupChecks.Settings(), stop);
        var report = await new JournalAudit(database.Source).RunAsync(saved, stop);
        foreach (var (stream, fault) in report.Faults)
            Console.WriteLine($"{stream}: {fault.Sentence}");
        if (report.HasMore)
            Console.WriteLine($"… och fler: bara de första {JournalAudit.MaxFaults} felen visas.");
        Console.WriteLine(
            $"{report.Streams} strömmar med {report.Lines} rader är kontrollerade, "
            + (report.Holds ? "och alla håller." : $"och {report.Faults.Count} fel hittades."));
        if (report.Attachments.Files > 0)
            Console.WriteLine(Attachments(report.Attachments.Files, "kontrollera", "mot sina rader"));
        if (report.Attachments.Erased > 0)
            Console.WriteLine(Attachments(report.Attachments.Erased, "radera", "genom beslut"));
        foreach (var (stream, number) in report.ErasedLines)
            Console.WriteLine($"{stream}: rad {number} är raderad; dess plats i kedjan är bevisad.");
        if (report.Erased > 0)
            Console.WriteLine($"{report.Erased} raderade rader i allt.");
        if (saved is null)
            Console.WriteLine(NoHeads);
        return report.Holds ? Commands.Done : Commands.Failed;
    }

    private static string Attachments(long count, string done, string how) =>
        count == 1 ? $"En bilaga är {done}d {how}." : $"{count} bilagor är {done}de {how}.";

    private static int VerifyFile(string path, SavedHeads? saved)
    {
        using var file = OpenFile(path);
        var verdict = ExportFile.Verify(file, saved);
        var (header, fault) = (verdict.Header, verdict.Fault);
        Console.WriteLine($"{header.Title} ({header.Stream})");
        Console.WriteLine(fault?.Sentence ?? $"{header.Head.Number} rader är kontrollerade, och alla håller.");
        if (saved is null)
            Console.WriteLine(NoHeads);
        else if (saved.Of(header.Stream).Count == 0)
            Console.WriteLine("Bland de sparade huvudena finns inget för den här strömmen.");
        return fault is null ? Commands.Done : Commands.Failed;
    }

    private static SavedHeads ReadHeads(string path)
    {
        using var file = OpenFile(path);
        return SavedHeads.Read(file);
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RefusedException($"Filen {path} finns inte.", Refusal.Malformed);
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusedException($"Filen {path} går inte att läsa.", Refusal.Malformed);
        }
    }
}
