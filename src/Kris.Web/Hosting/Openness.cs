namespace Kris.Web.Hosting;

/// <summary>Which names Kris answers to, and that a browser keeps to TLS once it has been there.</summary>
public static class Openness
{
    private static readonly string[] OwnMachine = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddOpenness(this IServiceCollection services, KrisSettings settings)
    {
        // A page elsewhere that makes its own name point here must not reach us under that name.
        services.AddHostFiltering(filter => filter.AllowedHosts =
        [
            .. OwnMachine,
            .. settings.Url is { } url ? [url.Host] : Array.Empty<string>(),
            .. settings.Certificate is { } path ? Certificates.HostsOf(path) : [],
        ]);
        // Short: a certificate from an authority of the room's own may have to be given up again.
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(30));
    }

    // There is nothing to redirect: under TLS the one port that is open speaks TLS alone.
    public static void UseOpenness(this WebApplication app, KrisSettings settings)
    {
        app.UseHostFiltering();
        if (settings.HasTls)
            app.UseHsts();
    }
}
