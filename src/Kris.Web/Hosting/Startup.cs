using Kris.Data;
using Kris.Data.Server;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Organisation;
using Microsoft.AspNetCore.Connections;
using Microsoft.EntityFrameworkCore;
using Serilog;
using Serilog.Extensions.Logging;

namespace Kris.Web.Hosting;

/// <summary>From nothing to a Kris that answers, and back: database, tables, first content, pages.</summary>
internal sealed class Startup(KrisSettings asked, TextWriter say)
{
    // Circuits are cut, not waited for: the database needs the rest of the ten seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // When the database is silent, each question that it left unanswered holds a thread for as long as a connection may
    // take to open: Npgsql calls it off without letting the thread go. There may be as many as there are connections,
    // and the pool, which makes a thread or two a second, left nobody to tell the others that the database is away.
    private const int Threads = 128;

    public async Task RunAsync(CancellationToken stop)
    {
        KeepThreads();
        StartupChecks.Openness(asked);
        StartupChecks.PortIsFree(asked);
        // The model takes as long to make as PostgreSQL takes to start, so they share the time.
        var warm = Task.Run(Warm, CancellationToken.None);
        using var logs = Logs();
        await using var database = await Database.ServeAsync(asked, logs.CreateLogger("Kris.Database"), stop);
        await warm;
        await database.MigrateAsync(stop);
        await database.PrepareSearchAsync(stop);
        var settings = asked with { Demo = await SowAsync(database, stop) };

        await using var app = KrisHost.Build(
            settings, database.App, services => AddToHost(services, settings, database));
        await StartAsync(app, settings, stop);
        try
        {
            await Readiness.WaitAsync(settings, stop);
            await TellAsync(settings, database);
            await InviteWhenThereAsync(app, settings, database, stop);
        }
        catch
        {
            // Whoever has been let in already is answered before everything is taken down.
            await app.StopAsync(CancellationToken.None);
            throw;
        }

        await say.WriteLineAsync("Ctrl-C stoppar.");
        await app.WaitForShutdownAsync(stop);
        await say.WriteLineAsync("Kris stoppas …");
    }

    // Who may be in the database is settled once; whoever starts it in another way is told so, and nothing is opened.
    private async Task<bool> SowAsync(Database database, CancellationToken stop)
    {
        var seed = new FirstSeed(database.Contexts, database.Journal, TimeProvider.System);
        if (await seed.IsDemoAsync(stop) is not { } isDemo)
        {
            isDemo = asked.ShowsDemo;
            await seed.SowAsync(isDemo ? database.Folder : null, stop);
        }

        if (isDemo && !asked.ShowsDemo)
        {
            throw new StartupException(
                "Databasen innehåller demokommunen, vars konton bara får finnas på den egna datorn. Välj en annan "
                + "datamapp med KRIS_DATA för att börja tomt, eller starta utan KRIS_DEMO=0, KRIS_CERT och KRIS_DB.");
        }

        return isDemo;
    }

    private static void AddToHost(IServiceCollection services, KrisSettings settings, Database database)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        if (database.Private is not { } postgres)
            return;
        services.AddSingleton(provider => new PrivateBackup(postgres, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<NightlyBackup>();
        if (!settings.ShowsDemo)
            return;
        services.AddSingleton(database.Folder);
        services.AddHostedService<DemoReplay>();
    }

    private static async Task StartAsync(WebApplication app, KrisSettings settings, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw StartupChecks.PortIsTaken(settings.Port, taken);
        }
    }

    private async Task TellAsync(KrisSettings settings, Database database)
    {
        await say.WriteLineAsync($"Kris är igång på {settings.Address}");
        if (settings.ShowsDemo)
        {
            var accounts = database.Folder.DemoAccounts;
            await say.WriteLineAsync($"Demokontona står i {accounts} (användare, lösenord, uppgifter).");
            if (!DemoReplay.IsDone(database.Folder))
                await say.WriteLineAsync("Två händelseförlopp ur samples/ spelas upp i bakgrunden.");
        }

        if (settings.Certificate is { } path && Certificates.ExpiryOf(path) < TimeProvider.System.GetUtcNow())
            await say.WriteLineAsync("OBS: certifikatet i KRIS_CERT har gått ut. Gör ett nytt med ./kris cert.");
    }

    // Kris answers by now: a database that goes away just then is waited for, as it is by everything else.
    private async Task InviteWhenThereAsync(
        WebApplication app, KrisSettings settings, Database database, CancellationToken stop)
    {
        for (var isDone = false; !isDone;)
        {
            try
            {
                await InviteAsync(app, settings, database);
                isDone = true;
            }
            catch (Exception away) when (DatabaseAway.Is(away) && !stop.IsCancellationRequested)
            {
                await Task.Delay(DatabaseAway.Pause, stop);
            }
        }
    }

    // Without anybody who can let others in, the one who can read the file is let in.
    private async Task InviteAsync(WebApplication app, KrisSettings settings, Database database)
    {
        var first = app.Services.GetRequiredService<FirstAdministrator>();
        if (!await first.IsNeededAsync())
            return;
        var file = database.Folder.AdminLink;
        await first.WriteLinkAsync(new Uri(settings.Address), file);
        await say.WriteLineAsync($"Den första administratören kommer in med länken i {file}, som gäller en timme.");
    }

    private static void KeepThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), ports);
    }

    private static void Warm()
    {
        var options = new DbContextOptionsBuilder<KrisDb>().UseNpgsql("Host=localhost").Options;
        using var db = new KrisDb(options);
        _ = db.Model;
    }

    private static SerilogLoggerFactory Logs()
    {
        var log = new LoggerConfiguration()
            .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        return new SerilogLoggerFactory(log, dispose: true);
    }
}
