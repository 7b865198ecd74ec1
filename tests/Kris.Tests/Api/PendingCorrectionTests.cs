using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Npgsql;

namespace Kris.Tests.Api;

/// <summary>What waits for the stabschef is corrected, and what holds then is what waits.</summary>
[Collection(TestServerCollection.Name)]
public sealed class PendingCorrectionTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_correction_of_a_line_that_waits_waits_itself_and_is_what_the_stabschef_accepts()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var wrong = await PendingAsync(incident);
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.CreateVersion7();

        var corrected = await CorrectAsync(chief, incident, wrong, key);
        var again = await CorrectAsync(chief, incident, wrong, key);
        var waiting = await WaitingAsync(incident);
        var struck = await AcceptAsync(chief, incident, wrong);
        var refused = await AcceptAsync(Tib, incident, corrected.Number);
        var accepted = await AcceptAsync(chief, incident, corrected.Number);
        var twice = await AcceptAsync(chief, incident, corrected.Number);

        Assert.Equal((201, 200, corrected.Raw), (corrected.Code, again.Code, again.Raw));
        Assert.True(corrected.Body.GetProperty("pending").GetBoolean());
        Assert.Equal([corrected.Number], waiting);
        Assert.Equal((422, 403, 200, 422), (struck.Code, refused.Code, accepted.Code, twice.Code));
        Assert.Equal("Raden är struken. Godkänn raden som gäller.", struck.Detail);
        Assert.Empty(await WaitingAsync(incident));
    }

    [Fact]
    public async Task What_is_corrected_twice_waits_still_and_what_was_accepted_first_waits_no_more()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var first = await CorrectAsync(chief, incident, await PendingAsync(incident), Guid.NewGuid());
        var second = await CorrectAsync(chief, incident, first.Number, Guid.NewGuid());
        var waiting = await WaitingAsync(incident);

        await AcceptAsync(chief, incident, second.Number);
        var third = await CorrectAsync(chief, incident, second.Number, Guid.NewGuid());

        Assert.Equal([second.Number], waiting);
        Assert.False(third.Body.TryGetProperty("pending", out _));
        Assert.Empty(await WaitingAsync(incident));
        Assert.False((await Tib.LinesAsync(incident))[^1].GetProperty("pending").GetBoolean());
    }

    private async Task<long> PendingAsync(Guid incident)
    {
        var draft = new LineDraft { Kind = LineKind.Beslut, Text = "Vattnet stängs av." };
        var line = draft.ToLine(incident, Guid.NewGuid(), Actors.In(Duty.Stabsmedlem), Kris.Now);
        return (await Kris.Journal.AppendAsync(LineActs.Pending(line, Kris.Now.AddMinutes(-5)))).Number;
    }

    private static Task<Answer> CorrectAsync(HttpClient who, Guid incident, long number, Guid key) =>
        who.PutAsync(Calls.Line(incident, key), Calls.Correction("Vattnet stängs av i norr.", number));

    private static Task<Answer> AcceptAsync(HttpClient who, Guid incident, long number) => who.PostAsync(
        Calls.Incident(incident, $"/lines/{number}/accept"), new { key = Guid.NewGuid() });

    private async Task<IReadOnlyList<long>> WaitingAsync(Guid incident) =>
    [
        .. (await PendingLines.OfAsync(Kris.Service<NpgsqlDataSource>(), 10))
            .Where(line => line.Stream == incident).Select(line => line.Number),
    ];
}
