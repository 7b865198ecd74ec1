using Kris.Data;
using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests;

/// <summary>Asking again with the same key is answered as the first time, and is done once.</summary>
[Collection(LogServerCollection.Name)]
public sealed class OnceTests(TestServer server) : IAsyncLifetime
{
    private readonly Once once = new(Guid.NewGuid(), new byte[32]);
    private TestKris kris = null!;

    private Once OtherRequest => once with { Request = [.. Enumerable.Repeat((byte)7, 32)] };

    public async Task InitializeAsync() => kris = await TestKris.NewAsync(server);

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task An_incident_is_opened_once_however_often_it_is_asked_for()
    {
        var first = await kris.OpenAsync(once: once);
        var again = await kris.OpenAsync(once: once);

        Assert.Equal((first.Id, first.Number, first.Version), (again.Id, again.Number, again.Version));
        Assert.Equal(1, await Ask.ValueAsync<long>(kris.App, "SELECT count(*) FROM incident"));
    }

    [Fact]
    public async Task An_incident_is_opened_once_however_many_ask_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => kris.OpenAsync(once: once)));

        Assert.Single(opened.Select(incident => (incident.Id, incident.Number)).Distinct());
        Assert.Equal(1, await Ask.ValueAsync<long>(kris.App, "SELECT count(*) FROM incident"));
    }

    [Fact]
    public async Task Another_request_under_the_key_is_refused()
    {
        var incident = await kris.OpenAsync(once: once);

        await Refused.AsyncFor(Refusal.Stale, "Nyckeln används redan", () => kris.OpenAsync(once: OtherRequest));
        await Refused.AsyncFor(Refusal.Stale, "Nyckeln används redan", () => RaiseAsync(incident, OtherRequest));
    }

    [Fact]
    public async Task An_act_is_done_once_and_answered_again_though_the_picture_is_older()
    {
        var incident = await kris.OpenAsync();

        var first = await RaiseAsync(incident, once);
        var again = await RaiseAsync(incident, once);

        Assert.Equal((IncidentLevel.SarskildHandelse, first.Version), (again.Level, again.Version));
        Assert.Equal(["opened", "level-raised"], await kris.ActsAsync(incident.Id));
        await Refused.AsyncFor(Refusal.Stale, "Nyckeln används redan", () => RaiseAsync(incident, OtherRequest));
    }

    [Fact]
    public async Task An_act_that_is_asked_for_twice_at_once_is_done_once_and_answered_twice()
    {
        for (var round = 0; round < 6; round++)
        {
            var incident = await kris.OpenAsync();
            var key = once with { Key = Guid.NewGuid() };

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RaiseAsync(incident, key)));

            Assert.All(answers, answer => Assert.Equal(IncidentLevel.SarskildHandelse, answer.Level));
            Assert.Equal(["opened", "level-raised"], await kris.ActsAsync(incident.Id));
        }
    }

    [Fact]
    public async Task A_key_of_one_incident_does_nothing_in_another()
    {
        var incident = await kris.OpenAsync();
        var other = await kris.OpenAsync();
        await RaiseAsync(incident, once);

        await Refused.AsyncFor(Refusal.Stale, "Nyckeln används redan", () => RaiseAsync(other, once));

        Assert.Equal(IncidentLevel.Storning, (await kris.LoadAsync(other.Id)).Level);
    }

    [Fact]
    public async Task What_was_refused_leaves_its_key_free()
    {
        var incident = await kris.OpenAsync();
        await Refused.AsyncFor(Refusal.Rule, "samordnas", () => kris.Desk.ActAsync<Incident>(
            incident.Id,
            incident.Version,
            i => i.Raise(Given.ToSarskild with { Reason = "" }, Actors.Tib, Given.Now),
            once));

        Assert.Equal(IncidentLevel.SarskildHandelse, (await RaiseAsync(incident, once)).Level);
    }

    private Task<Incident> RaiseAsync(Incident seen, Once key) => kris.Desk.ActAsync<Incident>(
        seen.Id, seen.Version, i => i.Raise(Given.ToSarskild, Actors.Tib, Given.Now), key);
}
