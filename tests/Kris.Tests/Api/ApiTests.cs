using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

/// <summary>A Kris of its own for each test of the API, with a program that acts as TiB.</summary>
public abstract class ApiTests(TestServer postgres) : IAsyncLifetime
{
    private KrisServer? kris;
    private HttpClient? tib;

    protected TestServer Postgres => postgres;

    protected KrisServer Kris => kris ?? throw new InvalidOperationException("Kris is not started.");

    protected HttpClient Tib => tib ?? throw new InvalidOperationException("Kris is not started.");

    public async Task InitializeAsync()
    {
        kris = await KrisServer.StartAsync(postgres);
        tib = await kris.ProgramAsync(Duty.Tib);
    }

    public async Task DisposeAsync() => await Kris.DisposeAsync();
}
