using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Secrecy;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>Two who do something about one line at once: the order is made certain by the stream's lock.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LineRaceTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_line_that_is_marked_or_erased_while_it_is_moved_stays_where_it_is()
    {
        var (here, there) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await Tib.WriteAsync(here, "Kanariefågeln sjunger.");
        var journal = Kris.Journal;
        var seen = await journal.LineAsync(here, 2);
        var (strike, copy) = LineCorrections.Move(seen, "hit", there, "dit", "Fel.", Actors.Stabschef);

        await journal.AppendAsync(LineErasure.Propose(seen, Spill.Klassificerad, "Hör inte hit.", Actors.Stabschef));

        await Refused.AsyncFor(Refusal.Stale, "hann före", () => journal.AppendAboutAsync(seen, [strike, copy]));
        Assert.Single(await journal.LinesAsync(there, 0, 500));
        Assert.Null((await journal.LineAsync(here, 2)).State.StruckBy);
    }

    [Fact]
    public async Task A_move_that_waits_for_a_marking_copies_the_line_with_it()
    {
        var (here, there) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await Tib.WriteAsync(here, "Kanariefågeln sjunger.");
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var move = new { key = Guid.CreateVersion7(), to = there, reason = "Fel." };

        await using var lockOf = await HoldAsync(here);
        var marking = chief.MarkAsync(here, 2);
        await UntilWaitingAsync(1);
        var moving = chief.PostAsync(Calls.Incident(here, "/lines/2/move"), move);
        await UntilWaitingAsync(2);
        await lockOf.DisposeAsync();

        Assert.Equal((200, 200), ((await marking).Code, (await moving).Code));
        var again = await chief.PostAsync(Calls.Incident(here, "/lines/2/move"), move);
        Assert.Equal((await moving).Number, again.Number);
        var copy = await Kris.Journal.LineAsync(there, 2);
        Assert.Equal("osl-26-1", copy.State.Marked?.Lagrum);
    }

    [Fact]
    public async Task A_marking_that_waits_for_a_correction_closes_that_too()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Kanariefågeln sjunger.");
        var chief = await Kris.ProgramAsync(Duty.Stabschef);

        await using var lockOf = await HoldAsync(incident);
        var correcting = Tib.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction("Kanariefågeln sjöng.", corrects: 2));
        await UntilWaitingAsync(1);
        var marking = chief.MarkAsync(incident, 2);
        await UntilWaitingAsync(2);
        await lockOf.DisposeAsync();

        Assert.Equal((201, 200), ((await correcting).Code, (await marking).Code));
        var lines = await Kris.Journal.LinesAsync(incident, 1, 2);
        Assert.All(lines, line => Assert.Equal("osl-26-1", line.State.Marked?.Lagrum));
    }

    [Fact]
    public async Task Of_two_who_mark_one_line_at_once_the_second_lifts_nothing_of_the_firsts()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Kanariefågeln sjunger.");
        var writer = await Kris.ProgramAsync(Duty.Kommunikator);

        await using var lockOf = await HoldAsync(incident);
        var first = Tib.MarkAsync(incident, 2);
        await UntilWaitingAsync(1);
        var second = writer.MarkAsync(incident, 2, "staben");
        await UntilWaitingAsync(2);
        await lockOf.DisposeAsync();

        Assert.Equal((200, 403), ((await first).Code, (await second).Code));
        Assert.Equal("stabsledningen", (await Kris.Journal.LineAsync(incident, 2)).State.Marked?.Circle);
    }

    [Fact]
    public async Task Whoever_closes_a_line_is_told_what_came_since_it_was_seen()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Kanariefågeln sjunger.");
        var related = new RelatedLines(Kris.App.Services.GetRequiredService<NpgsqlDataSource>());
        var closing = Kris.App.Services.GetRequiredService<LineClosing>();
        var seen = (await related.FamilyAsync(incident, 2))!;
        await Tib.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction("Kanariefågeln sjöng.", corrects: 2));

        var proposal = LineErasure.Propose(seen.Line, Spill.Annat, "Fel.", Actors.Stabschef);

        await Refused.AsyncFor(
            Refusal.Stale, "Rad 3 har kommit till", () => closing.AppendAsync(seen, [proposal], Actors.Stabschef));
        Assert.Equal(3, (await Kris.Journal.LinesAsync(incident, 0, 500)).Count);
    }

    [Fact]
    public async Task Of_two_who_correct_one_line_at_once_one_is_told_that_the_other_did()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Fel.");
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.CreateVersion7();

        await using var lockOf = await HoldAsync(incident);
        var first = chief.PutAsync(Calls.Line(incident, key), Calls.Correction("Rätt.", corrects: 2));
        await UntilWaitingAsync(1);
        var second = chief.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction("Rättare.", corrects: 2));
        var again = chief.PutAsync(Calls.Line(incident, key), Calls.Correction("Rätt.", corrects: 2));
        await UntilWaitingAsync(3);
        await lockOf.DisposeAsync();

        Assert.Equal((201, 422, 200), ((await first).Code, (await second).Code, (await again).Code));
        Assert.Contains("redan struken av rad 3", (await second).Detail, StringComparison.Ordinal);
        Assert.Equal(3, (await Kris.Journal.LinesAsync(incident, 0, 500)).Count);
    }

    [Fact]
    public async Task Of_two_who_finish_one_task_at_once_one_is_told_that_the_other_did()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.PutAsync(Calls.Line(incident, Guid.NewGuid()), new { kind = "uppgift", text = "Kör ut vatten." });
        var finish = new { key = Guid.CreateVersion7() };
        var path = Calls.Incident(incident, "/lines/2/task");

        await using var lockOf = await HoldAsync(incident);
        var first = Tib.PostAsync($"{path}/finish", finish);
        await UntilWaitingAsync(1);
        var second = Tib.PostAsync($"{path}/finish", new { key = Guid.CreateVersion7() });
        var again = Tib.PostAsync($"{path}/finish", finish);
        var change = Tib.PostAsync($"{path}/change", new { key = Guid.NewGuid(), assignee = "Bo", reason = "Byte." });
        await UntilWaitingAsync(4);
        await lockOf.DisposeAsync();

        Assert.Equal((200, 422, 200), ((await first).Code, (await second).Code, (await again).Code));
        Assert.Contains("redan klar", (await second).Detail, StringComparison.Ordinal);
        Assert.Contains("Öppna den igen först", (await change).Detail, StringComparison.Ordinal);
        Assert.Equal(3, (await Kris.Journal.LinesAsync(incident, 0, 500)).Count);
    }

    private async Task<NpgsqlConnection> HoldAsync(Guid stream)
    {
        var connection = new NpgsqlConnection(Kris.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"SELECT pg_advisory_lock(hashtextextended('{stream}', 1))", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task UntilWaitingAsync(int many)
    {
        const string waiting =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
            + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        for (var tries = 0; await Ask.ValueAsync<long>(Kris.Connection, waiting) < many; tries++)
        {
            Assert.True(tries < 200, $"{many} did not come to wait.");
            await Task.Delay(20);
        }
    }
}
