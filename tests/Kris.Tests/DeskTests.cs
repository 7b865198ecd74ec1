using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Microsoft.EntityFrameworkCore;

namespace Kris.Tests;

[Collection(LogServerCollection.Name)]
public sealed class DeskTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;

    public async Task InitializeAsync() => kris = await TestKris.NewAsync(server);

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task State_and_journal_are_one_save()
    {
        var incident = await kris.OpenAsync();

        var acted = await kris.Desk.ActAsync(
            incident, i => i.Raise(Given.ToExtraordinar, Actors.Kommundirektor, Given.Now));

        var kept = await kris.LoadAsync(incident.Id);
        Assert.Equal((IncidentLevel.ExtraordinarHandelse, acted.Version), (kept.Level, kept.Version));
        Assert.NotEqual(incident.Version, acted.Version);
        Assert.Equal([LevelStep.Opened, LevelStep.Raised], kept.LevelHistory.Select(change => change.Step).Order());
        Assert.Equal(["opened", "level-raised"], await kris.ActsAsync(incident.Id));
        Assert.Empty(acted.Recorded);
    }

    [Fact]
    public async Task Every_fact_comes_back_as_it_was_kept()
    {
        var facts = Given.Facts with
        {
            Type = "storm",
            Address = "Torget 1, Norrvåga",
            Latitude = 58.75,
            Longitude = 16.3,
            Units = [Actors.Vatten, Actors.Skola],
            AffectedGroups = "äldre i centrum",
            LedBy = "Räddningschefen",
            Phase = IncidentPhase.Fore,
            IsExercise = true,
            Linked = [Actors.Skola],
            Diarienummer = "KS 2026/7",
            Inriktning = "Nödvatten 🚰",
            Priorities = "1. Sjukhuset\n2. Äldreboenden",
        };

        var incident = await kris.OpenAsync(facts: facts);

        var kept = (await kris.LoadAsync(incident.Id)).Facts;
        Assert.Equivalent(facts, kept, strict: true);
    }

    [Fact]
    public async Task Whoever_acts_on_an_older_picture_is_refused_and_nothing_is_changed()
    {
        var incident = await kris.OpenAsync();
        await kris.Desk.ActAsync(incident, i => i.Raise(Given.ToSarskild, Actors.Tib, Given.Now));

        await Refused.AsyncFor(
            Refusal.Stale,
            "Någon annan hann före",
            () => kris.Desk.ActAsync(incident, i => i.FlagLifeDanger(isDanger: true, Actors.Tib, Given.Now)));

        Assert.False((await kris.LoadAsync(incident.Id)).IsLifeDanger);
        Assert.Equal(["opened", "level-raised"], await kris.ActsAsync(incident.Id));
    }

    [Fact]
    public async Task Of_many_who_act_on_the_same_picture_at_once_one_is_first()
    {
        var incident = await kris.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() =>
            kris.Desk.ActAsync(incident, i => i.Raise(Given.ToSarskild, Actors.Tib, Given.Now)))));

        Assert.Single(answers, answer => answer is null);
        Assert.Equal(7, answers.Count(answer => answer is Refusal.Stale));
        Assert.Equal(["opened", "level-raised"], await kris.ActsAsync(incident.Id));
    }

    [Fact]
    public async Task What_records_nothing_is_not_saved()
    {
        var incident = await kris.OpenAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => kris.Desk.ActAsync(incident, i =>
        {
            i.FlagLifeDanger(isDanger: true, Actors.Tib, Given.Now);
            i.ForgetRecorded();
        }));

        var kept = await kris.LoadAsync(incident.Id);
        Assert.Equal((false, incident.Version), (kept.IsLifeDanger, kept.Version));
    }

    [Fact]
    public async Task What_an_aggregate_owns_is_not_saved_past_it_and_moves_its_version()
    {
        var account = await kris.Desk.AddAsync(_ =>
            Task.FromResult(Account.Create("tib", "En TiB", Actors.Administrator, Given.Now)));
        var held = await kris.Desk.ActAsync(
            account, a => a.Assign(Duty.Tib, null, Given.Now, null, Actors.Administrator, Given.Now));
        var period = held.Duties[0].Id;

        await Assert.ThrowsAsync<InvalidOperationException>(() => kris.Desk.ActAsync(held, a =>
        {
            a.Withdraw(period, othersAdminister: true, Actors.Administrator, Given.Now);
            a.ForgetRecorded();
        }));
        var withdrawn = await kris.Desk.ActAsync(
            held, a => a.Withdraw(period, othersAdminister: true, Actors.Administrator, Given.Now));

        Assert.NotEqual(account.Version, held.Version);
        Assert.NotEqual(held.Version, withdrawn.Version);
        Assert.Equal(["account-created", "duty-assigned", "duty-withdrawn"], await kris.ActsAsync(account.Id));
    }

    [Fact]
    public async Task What_the_domain_refuses_leaves_no_trace()
    {
        var incident = await kris.OpenAsync();

        await Refused.AsyncFor(
            Refusal.Duty,
            "Du kan inte besluta",
            () => kris.Desk.ActAsync(incident, i => i.Raise(Given.ToExtraordinar, Actors.Tib, Given.Now)));

        Assert.Equal(incident.Version, (await kris.LoadAsync(incident.Id)).Version);
        Assert.Equal(["opened"], await kris.ActsAsync(incident.Id));
    }

    [Fact]
    public async Task What_does_not_exist_is_refused_as_unknown() => await Refused.AsyncFor(
        Refusal.Unknown,
        "finns inte",
        () => kris.Desk.ActAsync<Incident>(Guid.NewGuid(), 1, i => i.Close("Klart.", Actors.Stabschef, Given.Now)));

    [Fact]
    public async Task Those_who_look_are_told_after_the_commit()
    {
        var told = new List<Guid>();
        var incident = await kris.OpenAsync();
        kris.Signal.StreamGrew += told.Add;

        await kris.Desk.ActAsync(incident, i => i.Raise(Given.ToSarskild, Actors.Tib, Given.Now));
        await OutcomeAsync(() => kris.Desk.ActAsync(incident, i => i.Raise(Given.ToSarskild, Actors.Tib, Given.Now)));

        Assert.Equal([incident.Id], told);
    }

    [Fact]
    public async Task Incidents_that_are_opened_at_once_are_numbered_without_gaps()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => kris.OpenAsync()));

        Assert.Equal(Enumerable.Range(1, 16), opened.Select(incident => incident.Number).Order());
    }

    [Fact]
    public async Task State_is_saved_asynchronously_or_not_at_all()
    {
        var incident = await kris.OpenAsync();
        await using var db = await kris.Factory.CreateDbContextAsync();
        var loaded = await db.Incidents.SingleAsync(i => i.Id == incident.Id);

        db.Entry(loaded.LevelHistory[0]).Property(change => change.Reason).CurrentValue = "Omskriven.";
        Assert.Throws<InvalidOperationException>(() => db.SaveChanges());
        loaded.Raise(Given.ToSarskild, Actors.Tib, Given.Now);
        Assert.Throws<NotSupportedException>(() => db.SaveChanges());

        Assert.Equal(["opened"], await kris.ActsAsync(incident.Id));
    }

    [Fact]
    public async Task A_merge_is_on_both_sides_or_on_none()
    {
        var twin = await kris.OpenAsync();
        var other = await kris.OpenAsync();

        await Refused.AsyncFor(Refusal.Rule, "varför", () => MergeAsync(twin, other, why: ""));
        Assert.Equal(["opened"], await kris.ActsAsync(other.Id));
        await MergeAsync(twin, other);

        Assert.Equal(other.Id, (await kris.LoadAsync(twin.Id)).MergedInto);
        Assert.Equal(["opened", "merged"], await kris.ActsAsync(twin.Id));
        Assert.Equal(["opened", "merged-here"], await kris.ActsAsync(other.Id));
        Assert.NotEqual(other.Version, (await kris.LoadAsync(other.Id)).Version);
    }

    [Fact]
    public async Task Two_that_are_merged_into_each_other_at_once_do_not_both_vanish()
    {
        for (var round = 0; round < 8; round++)
        {
            var one = await kris.OpenAsync();
            var other = await kris.OpenAsync();

            var answers = await Task.WhenAll(
                OutcomeAsync(() => MergeAsync(one, other)), OutcomeAsync(() => MergeAsync(other, one)));

            Assert.Single(answers, answer => answer is null);
            Incident[] kept = [await kris.LoadAsync(one.Id), await kris.LoadAsync(other.Id)];
            Assert.Single(kept, incident => incident.IsOpen);
        }
    }

    private Task<Incident> MergeAsync(Incident twin, Incident other, string why = "Samma läcka.") =>
        kris.Desk.ActOnTwoAsync<Incident>(
            twin.Id, twin.Version, other.Id, (i, into) => i.MergeInto(into, why, Actors.Stabschef, Given.Now));

    internal static async Task<Refusal?> OutcomeAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Kind;
        }
    }
}
