using System.CommandLine;
using System.CommandLine.Help;
using Kris.Data.Server;
using Kris.Domain;
using Npgsql;

namespace Kris.Web.CommandLine;

/// <summary>The commands, and where what goes wrong in them becomes a sentence and an exit code.</summary>
internal static class Commands
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    // After Ctrl-C or SIGTERM; the whole stop, PostgreSQL included, is to take ten seconds at most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9.5);

    public static async Task<int> RunAsync(string[] args)
    {
        // A name such as @kommunen is a name, not a file to read more words from.
        var words = args.Length == 0 ? [UpCommand.Name] : args;
        var parsed = Root().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
        {
            SwedishHelp.Write(parsed.CommandResult.Command, Console.Out);
            return Done;
        }

        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(SwedishHelp.Complaint(parsed));
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Patience,
            });
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(Sentence(failure));
            return Failed;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Kris – krisledningsstöd för en kommun.");
        foreach (var version in root.Options.OfType<VersionOption>().ToList())
            root.Options.Remove(version);
        root.Subcommands.Add(UpCommand.Make());
        root.Subcommands.Add(VerifyCommand.Make());
        root.Subcommands.Add(HeadsCommand.Make());
        root.Subcommands.Add(TokenCommand.Make());
        root.Subcommands.Add(BackupCommand.Make());
        root.Subcommands.Add(RestoreCommand.Make());
        root.Subcommands.Add(MigrateCommand.Make());
        root.Subcommands.Add(RebuildCommand.Make());
        root.Subcommands.Add(ReplayCommand.Make());
        root.Subcommands.Add(CertCommand.Make());
        root.Subcommands.Add(AdminLinkCommand.Make());
        return root;
    }

    private static string Sentence(Exception failure) => failure switch
    {
        StartupException or RefusedException => failure.Message,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            $"Databasen nekade: {denied.MessageText}. Kontrollera rollen i KRIS_DB, och kör ./kris migrate "
            + "om tabellerna är nya.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "Disken är full där databasen ligger. Frigör plats och försök igen.",
        NpgsqlException => $"Databasen svarar inte som den ska ({failure.Message.TrimEnd('.')}). Försök igen; står det "
            + "kvar, så starta om Kris.",
        IOException full when StartupException.IsDiskFull(full) => "Disken är full. Frigör plats och försök igen.",
        IOException or UnauthorizedAccessException => $"Det gick inte att läsa eller skriva: {failure.Message}",
        _ => $"Något gick fel som Kris inte känner till. Anmäl det med den här texten:\n{failure}",
    };
}
