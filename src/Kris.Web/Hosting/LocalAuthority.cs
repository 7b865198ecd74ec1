using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kris.Web.Hosting;

/// <summary>
/// A certificate authority of the room's own, for where there is no other: those who trust it trust Kris, and whoever
/// holds its key could pass for any site to them.
/// </summary>
internal static class LocalAuthority
{
    /// <summary>How long browsers accept a server's certificate at most.</summary>
    public const int ServerDays = 825;

    private const int AuthorityDays = 3650;

    // The clocks of a room differ.
    private static readonly TimeSpan Early = TimeSpan.FromHours(24);

    /// <summary>The authority's certificate and key as one PEM text.</summary>
    public static string Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"Kris, egen utfärdare {now:yyyy-MM-dd}");
        name.AddOrganizationName("Kris");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(identifier);
        using var certificate = request.CreateSelfSigned(now - Early, now.AddDays(AuthorityDays));
        return Pem(certificate, key);
    }

    /// <summary>A server's certificate and key as one PEM text, signed by the authority.</summary>
    public static string Issue(string authorityPem, IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPem(authorityPem, authorityPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(hosts[0].Length <= 64 ? hosts[0] : "Kris");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(Names(hosts));

        var end = new[] { now.AddDays(ServerDays) - Early, new DateTimeOffset(authority.NotAfter) }.Min();
        using var certificate = request.Create(authority, now - Early, end, RandomNumberGenerator.GetBytes(16));
        return Pem(certificate, key);
    }

    private static X509Extension Names(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        return names.Build();
    }

    private static string Pem(X509Certificate2 certificate, ECDsa key) =>
        $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
}
