using System.Net.Http.Headers;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Organisation;
using Kris.Tests.Server;
using Kris.Web.Accounts;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kris.Tests.Web;

/// <summary>Kris as it runs: the whole program on a free port, on a migrated database of its own.</summary>
public sealed class KrisServer : IAsyncDisposable
{
    /// <summary>Of every account that a test makes.</summary>
    public const string Password = "Norrskenet lyser i natt";

    private const string Template = "kris_migrated";

    private readonly List<HttpClient> clients = [];
    private readonly KrisSettings settings;

    private KrisServer(string connection, KrisSettings settings)
    {
        Connection = connection;
        this.settings = settings;
        App = Build();
    }

    public WebApplication App { get; private set; }

    /// <summary>How the program reaches its database.</summary>
    public string Connection { get; }

    public Uri Address => new(App.Urls.First());

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public Data.Desk Desk => Service<Data.Desk>();

    public JournalStore Journal => Service<JournalStore>();

    public DateTimeOffset Now => Service<TimeProvider>().GetUtcNow();

    public static async Task<KrisServer> StartAsync(TestServer postgres, KrisSettings? settings = null)
    {
        await postgres.TemplateAsync(Template, name => Migrator.RunAsync(postgres.Owner(name), PrivateDatabase.App));
        return await StartOnAsync(postgres.App(await postgres.NewDatabaseAsync(Template)), settings);
    }

    /// <summary>On any database, or on none: what is there is the test's affair.</summary>
    public static async Task<KrisServer> StartOnAsync(string connection, KrisSettings? settings = null)
    {
        var server = new KrisServer(connection, (settings ?? new KrisSettings { Rate = 100_000 }) with { Port = 0 });
        await server.App.StartAsync();
        return server;
    }

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public Task<KrisDb> DbAsync() => Service<IDbContextFactory<KrisDb>>().CreateDbContextAsync();

    /// <summary>The program ends, and starts again on the same database and another port.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        App = Build();
        await App.StartAsync();
    }

    public HttpClient Nobody()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        clients.Add(client);
        return client;
    }

    /// <summary>The same caller, with the same token or cookie, after a restart.</summary>
    public HttpClient Again(HttpClient before)
    {
        var client = Nobody();
        foreach (var (name, values) in before.DefaultRequestHeaders.Where(header => header.Key != "Origin"))
            client.DefaultRequestHeaders.Add(name, values);
        if (before.DefaultRequestHeaders.Contains("Origin"))
            client.DefaultRequestHeaders.Add("Origin", Origin);
        return client;
    }

    /// <summary>A program with a new token.</summary>
    public async Task<HttpClient> ProgramAsync(Duty duty, Guid? unit = null) =>
        Bearing((await TokenAsync(duty, unit)).Secret.Text);

    public HttpClient Bearing(string secret)
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public async Task<(ApiToken Token, TokenSecret Secret)> TokenAsync(
        Duty duty, Guid? unit = null, TokenUse use = TokenUse.Api, DateTimeOffset? at = null)
    {
        var secret = TokenSecret.Make();
        var made = ApiToken.Create(
            $"prov {duty.Code()}", secret.Hash, use, duty, unit, ApiToken.MaxDays, Actor.Machine, at ?? Now);
        return (await Desk.AddAsync(_ => Task.FromResult(made)), secret);
    }

    public Task<Unit> UnitAsync(string name) =>
        Desk.AddAsync(_ => Task.FromResult(Unit.Create(name, UnitKind.Forvaltning, Actor.Machine, Now)));

    /// <summary>A browser in which somebody has logged in, in the first of the duties.</summary>
    public async Task<HttpClient> PersonAsync(params Duty[] duties) => await BrowserAsync(await AccountAsync(duties));

    public async Task<HttpClient> BrowserAsync(Account account)
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Add("Cookie", await LoginForm.SendAsync(client, account.UserName, Password));
        client.DefaultRequestHeaders.Add("X-Kris", "1");
        client.DefaultRequestHeaders.Add("Origin", Origin);
        return client;
    }

    public Task<Account> AccountAsync(params Duty[] duties) =>
        HoldingAsync([.. duties.Select(duty => new HeldDuty(duty, null))]);

    /// <summary>An account that last chose the first of its duties.</summary>
    public Task<Account> HoldingAsync(params IReadOnlyList<HeldDuty> duties)
    {
        var account = Account.Create($"prov-{Guid.NewGuid():N}"[..20], "Prov 1", Actor.Machine, Now);
        foreach (var held in duties)
            account.Assign(held.Duty, held.Unit, Now.AddDays(-1), until: null, Actor.Machine, Now);
        var login = Login.Of(account);
        login.SetPassword(Service<Credentials>().Hash(login, Password), mustChange: false);
        login.LastDuty = duties[0].Duty;
        login.LastUnit = duties[0].Unit;
        return Desk.AddAsync(db =>
        {
            db.Add(login);
            return Task.FromResult(account);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await App.DisposeAsync();
    }

    private WebApplication Build() => KrisHost.Build(settings, Connection);
}
