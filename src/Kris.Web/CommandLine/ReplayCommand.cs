using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Kris.Data.Server;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class ReplayCommand
{
    private const int Step = 10;

    public static Command Make()
    {
        var file = new Argument<string>("FIL") { Description = "ett förlopp, till exempel samples/kalmar-it.jsonl" };
        var token = new Option<string?>("--token")
        {
            HelpName = "NYCKEL",
            Description = "spela upp allt med en nyckel, i dess uppgift; annars som demokontona",
        };
        var command = new Command(
            "replay",
            """
            Spela upp ett händelseförlopp i en Kris som går, genom API:et och med förloppets egna tider.

            Kris nås på KRIS_URL, annars http://localhost:KRIS_PORT. Samma fil en gång till lägger inte till något.
            """);
        command.Arguments.Add(file);
        command.Options.Add(token);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(token), stop));
        return command;
    }

    /// <returns>How many entries there were, and how many of them had been played before.</returns>
    public static async Task<(int Played, int Known)> PlayAsync(
        Sample sample, Uri site, string? accountsFile, string? token, HttpMessageHandler network,
        Action<int> progress, CancellationToken stop)
    {
        using var people = accountsFile is null ? null : new DemoLogins(site, accountsFile, network);
        using var client = new ReplayClient(site, people, token, network);
        var replay = new Replay(sample, client);
        await replay.RunAsync(progress, stop);
        return (replay.Played, replay.Known);
    }

    private static async Task<int> RunAsync(string file, string? token, CancellationToken stop)
    {
        var settings = StartupChecks.Settings();
        var sample = Sample.Read(file);
        var folder = DataFolder.Open(settings.Data);
        Refuse.If(
            token is null && !File.Exists(folder.DemoAccounts),
            $"Här finns inga demokonton ({folder.DemoAccounts}). Ange en nyckel med --token; ./kris token ger ut en.");

        using var network = Network(folder);
        var (played, known) = await PlayAsync(
            sample, new Uri(settings.Address), token is null ? folder.DemoAccounts : null, token, network, Tell, stop);
        Console.WriteLine($"{sample.Name}: {played} poster uppspelade, varav {known} fanns redan.");
        return Commands.Done;

        void Tell(int done)
        {
            if (done % Step == 0)
                Console.Error.WriteLine($"{done} av {sample.Entries.Count} …");
        }
    }

    // A room's own authority is trusted here without being so on the whole machine.
    private static SocketsHttpHandler Network(DataFolder folder)
    {
        var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var authority = Path.Combine(folder.Certificates, TrustFiles.AuthorityName);
        if (File.Exists(authority))
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
            network.SslOptions.CertificateChainPolicy = policy;
        }

        return network;
    }
}
