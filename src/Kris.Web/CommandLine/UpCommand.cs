using System.CommandLine;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class UpCommand
{
    public const string Name = "up";

    public static Command Make()
    {
        var command = new Command(
            Name,
            """
            Starta Kris och låt det gå tills det stoppas med Ctrl-C.

            Utan KRIS_DB startas en privat PostgreSQL i datamappen (KRIS_DATA). Första gången skapas en demokommun, med
            KRIS_DEMO=0 i stället en tom. Utan TLS (KRIS_URL och KRIS_CERT) nås Kris bara från den egna datorn.
            """);
        command.SetAction(async (_, stop) =>
        {
            try
            {
                await new Startup(StartupChecks.Settings(), Console.Out).RunAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Asked to stop while it was starting, which is no failure.
            }

            return Commands.Done;
        });
        return command;
    }
}
