using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kris.Data.Server;

namespace Kris.Web.Hosting;

/// <summary>The files of the room's own authority, side by side in one folder.</summary>
internal static class TrustFiles
{
    public const string AuthorityName = "kris-ca.crt";
    public const string AuthorityKeyName = "kris-ca-hemlig.pem";
    public const string ServerName = "kris.pem";

    /// <summary>Makes a server's certificate, and the authority the first time.</summary>
    /// <returns>The file that KRIS_CERT takes.</returns>
    public static string Make(DataFolder folder, IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        var secret = Path.Combine(folder.Certificates, AuthorityKeyName);
        if (!File.Exists(secret) || IsNearItsEnd(secret, now))
            folder.WriteSecret(secret, LocalAuthority.Make(now));
        var authority = File.ReadAllText(secret);
        using var open = X509Certificate2.CreateFromPem(authority);
        folder.WriteSecret(Path.Combine(folder.Certificates, AuthorityName), open.ExportCertificatePem() + "\n");

        var server = Path.Combine(folder.Certificates, ServerName);
        folder.WriteSecret(server, LocalAuthority.Issue(authority, hosts, now));
        return server;
    }

    /// <summary>The authority beside the certificate that we serve with, if that is who signed it.</summary>
    public static X509Certificate2? AuthorityBeside(string certificatePath)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(certificatePath))!, AuthorityName);
        if (!File.Exists(path))
            return null;

        using var served = Certificates.Load(certificatePath);
        var authority = X509CertificateLoader.LoadCertificateFromFile(path);
        if (served.IssuerName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData))
            return authority;
        authority.Dispose();
        return null;
    }

    public static string Fingerprint(X509Certificate2 certificate) =>
        BitConverter.ToString(certificate.GetCertHash(HashAlgorithmName.SHA256)).Replace('-', ':');

    private static bool IsNearItsEnd(string path, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPemFile(path);
        return authority.NotAfter.ToUniversalTime() < now.UtcDateTime.AddDays(LocalAuthority.ServerDays);
    }
}
