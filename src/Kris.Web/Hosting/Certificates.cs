using System.Security.Cryptography.X509Certificates;

namespace Kris.Web.Hosting;

public static class Certificates
{
    /// <param name="path">A PEM file that holds certificate and key, or a PFX without password.</param>
    public static X509Certificate2 Load(string path) =>
        path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
            ? X509CertificateLoader.LoadPkcs12FromFile(path, password: null)
            : X509Certificate2.CreateFromPemFile(path);
}
