using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kris.Data.Server;

namespace Kris.Web.Hosting;

/// <summary>Asks the program that was just started, from outside, until it says that it can serve.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task WaitAsync(KrisSettings settings, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        if (settings.Certificate is { } path)
        {
            using var own = Certificates.Load(path);
            handler.SslOptions = TrustingOnly(own.Thumbprint);
        }

        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var scheme = settings.HasTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        var ready = new Uri($"{scheme}://localhost:{settings.Port}/readyz");
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        while (!await IsReadyAsync(http, ready, stop))
        {
            if (clock.GetElapsedTime(begun) > Limit)
                throw new StartupException("Kris startade men blev inte redo inom en minut. Felet står i loggen ovan.");
            await Task.Delay(50, stop);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(ready, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    // The certificate is made for the name that others use; here it is enough that it is the very one we serve with.
    private static SslClientAuthenticationOptions TrustingOnly(string thumbprint) => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is X509Certificate2 served && served.Thumbprint == thumbprint,
    };
}
