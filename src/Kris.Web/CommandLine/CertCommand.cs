using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kris.Data.Server;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class CertCommand
{
    private const int MaxHosts = 50;

    public static Command Make()
    {
        var hosts = new Argument<string[]>("NAMN")
        {
            Description = "namn och adresser som Kris ska nås på; annars datorns eget namn",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "NAMN…",
        };
        var command = new Command(
            "cert",
            """
            Gör ett certifikat för TLS, signerat av en egen utfärdare, för ett rum utan annan.

            Filerna läggs i certificates/ i datamappen. Den som har utfärdarens hemliga nyckel kan utge sig för vilken
            webbplats som helst inför dem som litar på utfärdaren: lämna aldrig ut den. Skriver ut vad som ska sättas.
            """);
        command.Arguments.Add(hosts);
        command.SetAction(parsed => Run(parsed.GetValue(hosts) ?? []));
        return command;
    }

    private static int Run(string[] asked)
    {
        var settings = StartupChecks.Settings();
        string[] hosts = asked.Length > 0
            ? [.. asked.Select(Checked).Distinct(StringComparer.Ordinal)]
            : [Checked(Dns.GetHostName()), "localhost"];
        Refuse.If(hosts.Length > MaxHosts, $"Högst {MaxHosts} namn ryms i ett certifikat.");

        var folder = DataFolder.Open(settings.Data);
        var server = TrustFiles.Make(folder, hosts, TimeProvider.System.GetUtcNow());
        var name = IPAddress.TryParse(hosts[0], out var address) && address.GetAddressBytes().Length == 16
            ? $"[{hosts[0]}]"
            : hosts[0];
        using var authority = X509CertificateLoader.LoadCertificateFromFile(
            Path.Combine(folder.Certificates, TrustFiles.AuthorityName));
        var end = Certificates.ExpiryOf(server);
        Console.WriteLine($"Certifikatet gäller {string.Join(", ", hosts)} till {end:yyyy-MM-dd}.");
        Console.WriteLine("Starta Kris med:");
        var site = $"https://{name}:{settings.Port}";
        Console.WriteLine($"  KRIS_URL={site} KRIS_CERT={server} ./kris up");
        Console.WriteLine(
            $"Be dem som ska in att först öppna {site}{TrustEndpoints.Page}, och ge dem utfärdarens fingeravtryck:");
        Console.WriteLine($"  {TrustFiles.Fingerprint(authority)}");
        return Commands.Done;
    }

    private static string Checked(string host)
    {
        var trimmed = host.Trim().Trim('[', ']').ToLowerInvariant();
        Refuse.If(
            Uri.CheckHostName(trimmed) is UriHostNameType.Unknown or UriHostNameType.Basic || trimmed.Length > 253,
            $"”{host}” är inte ett namn eller en adress. Skriv till exempel kris.lokal eller 192.168.1.20.");
        return trimmed;
    }
}
