using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Incidents;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Kris.Browser.Faults;

/// <summary>Those who write, and the incidents that they write in, made by the verbs in the database itself.</summary>
internal sealed class People(string connection)
{
    public const string Password = "Norrskenet lyser i natt";

    private static readonly Actor Director = new(Guid.CreateVersion7(), "Fältprov", Duty.Kommundirektor);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <returns>The secret of a token for programs that write.</returns>
    public async Task<string> TokenAsync(Duty duty = Duty.Tib)
    {
        var secret = TokenSecret.Make();
        var token = ApiToken.Create(
            "Felprov", secret.Hash, TokenUse.Api, duty, unit: null, days: 1, Actor.Machine, Now);
        await WithDeskAsync(desk => desk.AddAsync(_ => Task.FromResult(token)));
        return secret.Text;
    }

    /// <returns>The user name of a new account, whose password is <see cref="Password"/>.</returns>
    public async Task<string> AccountAsync()
    {
        var name = $"prov-{Guid.NewGuid():N}"[..20];
        var account = Account.Create(name, "Prov i webbläsare", Actor.Machine, Now);
        account.Assign(Duty.Loggforare, unit: null, from: Now.AddDays(-1), until: null, Actor.Machine, Now);
        var login = Login.Of(account);
        login.SetPassword(new PasswordHasher<Login>().HashPassword(login, Password), mustChange: false);
        login.LastDuty = Duty.Loggforare;
        await WithDeskAsync(desk => desk.AddAsync(db =>
        {
            db.Add(login);
            return Task.FromResult(account);
        }));
        return name;
    }

    public async Task<Guid[]> IncidentsAsync(int count)
    {
        var opened = new Guid[count];
        await WithDeskAsync(async desk =>
        {
            for (var index = 0; index < count; index++)
                opened[index] = (await OpenAsync(desk, $"Felprov {Guid.NewGuid().ToString("N")[..8]}")).Id;
            return opened;
        });
        return opened;
    }

    private static Task<Incident> OpenAsync(Desk desk, string title) => desk.AddAsync(async db => Incident.Open(
        await IncidentQueries.NextNumberAsync(db.Incidents),
        new IncidentFacts { Title = title, Began = Now },
        Director,
        Now));

    private async Task<T> WithDeskAsync<T>(Func<Desk, Task<T>> act)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var options = new DbContextOptionsBuilder<KrisDb>().UseNpgsql(source).Options;
        var signal = new JournalSignal();
        var journal = new JournalStore(source, signal);
        return await act(new Desk(new PooledDbContextFactory<KrisDb>(options), journal, signal));
    }
}
