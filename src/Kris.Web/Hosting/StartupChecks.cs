using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kris.Data.Server;

namespace Kris.Web.Hosting;

/// <summary>What has to hold before Kris starts. What does not is said in a sentence.</summary>
internal static class StartupChecks
{
    /// <summary>The settings of the environment, each of which must be one that can be followed.</summary>
    public static KrisSettings Settings()
    {
        var settings = KrisSettings.FromEnvironment();
        CheckPort(Environment.GetEnvironmentVariable("KRIS_PORT"));
        CheckUrl(Environment.GetEnvironmentVariable("KRIS_URL"));
        if (settings.DbOwner is not null && settings.IsPrivate)
            throw new StartupException("KRIS_DB_OWNER är satt, men inte KRIS_DB. Sätt båda, eller ingen av dem.");
        return settings;
    }

    /// <summary>What concerns those who are let in; only who serves needs to know.</summary>
    public static void Openness(KrisSettings settings)
    {
        if (settings.Certificate is { } path)
        {
            CheckCertificate(path);
            if (settings.Url is null)
            {
                throw new StartupException(
                    "KRIS_CERT är satt, men inte KRIS_URL. Sätt KRIS_URL till adressen som andra når Kris på, till "
                    + $"exempel https://kris.kommunen.se:{settings.Port}.");
            }

            if (settings.Url.Scheme != Uri.UriSchemeHttps)
                throw new StartupException($"KRIS_URL ({settings.Url}) ska börja med https när KRIS_CERT är satt.");
        }
        else if (settings.Url is { IsLoopback: false })
        {
            throw new StartupException(
                $"KRIS_URL ({settings.Url}) öppnar Kris för andra, och det kräver TLS. Sätt KRIS_CERT till en PEM-fil "
                + "med certifikat och nyckel (./kris cert gör en), eller ta bort KRIS_URL.");
        }
    }

    /// <summary>Asked before anything is started; who takes the port in between is told of when it is opened.</summary>
    public static void PortIsFree(KrisSettings settings)
    {
        try
        {
            using var probe = new TcpListener(settings.HasTls ? IPAddress.Any : IPAddress.Loopback, settings.Port);
            probe.Start();
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw PortIsTaken(settings.Port, taken);
        }
        catch (SocketException closed)
        {
            throw new StartupException(
                $"Porten {settings.Port} går inte att öppna ({closed.Message.TrimEnd('.')}). Välj en annan med "
                + "KRIS_PORT; portar under 1024 kräver särskild rätt.",
                closed);
        }
    }

    public static StartupException PortIsTaken(int port, Exception cause) => new(
        $"Porten {port} används redan av ett annat program, kanske en annan Kris. Stoppa det, eller välj en annan "
        + "port med KRIS_PORT.",
        cause);

    private static void CheckPort(string? port)
    {
        if (string.IsNullOrEmpty(port))
            return;
        var isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number is < 1 or > 65535)
            throw new StartupException($"KRIS_PORT är {port}, men ska vara ett tal mellan 1 och 65535.");
    }

    private static void CheckUrl(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
        if (!isAddress || url!.PathAndQuery != "/")
        {
            throw new StartupException(
                $"KRIS_URL är {text}, men ska vara en hel adress utan sökväg, till exempel https://kris.kommunen.se.");
        }
    }

    private static void CheckCertificate(string path)
    {
        try
        {
            using var certificate = Certificates.Load(path);
            if (!certificate.HasPrivateKey)
                throw new StartupException($"Filen {path} i KRIS_CERT saknar nyckel. Lägg båda i samma fil.");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"Filen {path} i KRIS_CERT går inte att läsa som certifikat med nyckel "
                + $"({failure.Message.TrimEnd('.')}). Ange en PEM-fil med båda, eller en PFX-fil utan "
                + "lösenord; ./kris cert gör en.",
                failure);
        }
    }
}
