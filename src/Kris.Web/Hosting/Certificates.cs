using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kris.Web.Hosting;

public static class Certificates
{
    /// <param name="path">A PEM file that holds certificate and key, or a PFX without password.</param>
    public static X509Certificate2 Load(string path) =>
        path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
            ? X509CertificateLoader.LoadPkcs12FromFile(path, password: null)
            : X509Certificate2.CreateFromPemFile(path);

    public static DateTimeOffset ExpiryOf(string path)
    {
        using var certificate = Load(path);
        return new DateTimeOffset(certificate.NotAfter);
    }

    /// <summary>The names and addresses that the certificate is good for.</summary>
    public static IReadOnlyList<string> HostsOf(string path)
    {
        using var certificate = Load(path);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null
            ? []
            : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(Written)];
    }

    // In a Host header an IPv6 address stands in brackets.
    private static string Written(IPAddress address) =>
        address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
