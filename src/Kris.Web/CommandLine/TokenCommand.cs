using System.CommandLine;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class TokenCommand
{
    private const int DefaultDays = 30;

    private static readonly Option<string?> Name = new("--name")
    {
        HelpName = "NAMN",
        Description = "vad nyckeln är till för",
    };

    private static readonly Option<string?> Duty = new("--duty")
    {
        HelpName = "UPPGIFT",
        Description = "koden för uppgiften som nyckeln agerar i",
    };

    private static readonly Option<string?> Unit = new("--unit")
    {
        HelpName = "ENHET",
        Description = "förvaltningens namn eller id, för en förvaltningschef",
    };

    private static readonly Option<int> Days = new("--days")
    {
        HelpName = "DAGAR",
        Description = $"hur länge nyckeln gäller, högst {ApiToken.MaxDays} (annars {DefaultDays})",
        DefaultValueFactory = _ => DefaultDays,
    };

    private static readonly Option<bool> Kiosk = new("--kiosk")
    {
        Description = "en nyckel som bara öppnar tavlan på väggen",
    };

    public static Command Make()
    {
        var command = new Command("token", Description());
        command.Options.Add(Name);
        command.Options.Add(Duty);
        command.Options.Add(Unit);
        command.Options.Add(Days);
        command.Options.Add(Kiosk);
        command.Subcommands.Add(TokenListCommand.Make());
        command.Subcommands.Add(TokenRevokeCommand.Make());
        command.SetAction(RunAsync);
        return command;
    }

    // The key alone on stdout, so that a script can take it; it is shown this once and never again.
    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(Name) is not { } name)
        {
            await Console.Error.WriteLineAsync("--name saknas: vad är nyckeln till för? Se ./kris token --help.");
            return Commands.Misused;
        }

        var isKiosk = parsed.GetValue(Kiosk);
        var code = parsed.GetValue(Duty) ?? (isKiosk ? Domain.Accounts.Duty.Lasare.Code() : null);
        if (Duties.Parse(code) is not { } duty)
        {
            var given = code is null ? "--duty saknas" : $"Uppgiften {code} finns inte";
            await Console.Error.WriteLineAsync($"{given}. Välj bland {string.Join(", ", Allowed())}.");
            return Commands.Misused;
        }

        var settings = StartupChecks.Settings();
        await using var database = await Database.OpenMigratedAsync(settings, stop);
        var wanted = parsed.GetValue(Unit);
        var unit = wanted is null ? (Guid?)null : await UnitChoice.FindAsync(database, wanted, stop);
        var secret = TokenSecret.Make();
        await database.Desk.AddAsync(_ => Task.FromResult(ApiToken.Create(
            name,
            secret.Hash,
            isKiosk ? TokenUse.Tavla : TokenUse.Api,
            duty,
            unit,
            days: parsed.GetValue(Days),
            by: Actor.Machine,
            at: TimeProvider.System.GetUtcNow())));
        Console.WriteLine(secret.Text);
        if (isKiosk)
            await Console.Error.WriteLineAsync($"Öppna tavlan med {settings.Address}/tavla/oppna?lank={secret.Text}");
        return Commands.Done;
    }

    private static string Description() =>
        $"""
        Ge ut en nyckel till API:et, fast i en uppgift. Nyckeln skrivs ut en enda gång; bara dess hash sparas.

        Uppgifter:  {string.Join(", ", Allowed())}
        Radslag:    {string.Join(", ", Enum.GetValues<LineKind>().Select(kind => kind.Code()))}
        Nivåer:     {string.Join(", ", Enum.GetValues<IncidentLevel>().Select(level => level.Code()))}

        En nyckel kan inte höja till extraordinär händelse, och radslaget system skrivs bara av Kris.
        """;

    private static IEnumerable<string> Allowed() => Duties.All.Where(ApiToken.IsAllowed).Select(duty => duty.Code());
}
