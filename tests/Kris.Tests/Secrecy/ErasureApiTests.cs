using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Secrecy;

[Collection(LogServerCollection.Name)]
public sealed class ErasureApiTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Word = "Personnumret";

    [Fact]
    public async Task Two_persons_erase_and_everybody_sees_that_it_is_gone()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var lineKey = Guid.CreateVersion7();
        await Tib.WriteAsync(incident, $"{Word} är känt.", lineKey);
        var (chief, registrator) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Registrator));
        var key = Guid.CreateVersion7();

        var proposed = await ActAsync(chief, incident, "propose", key);
        Assert.Equal((200, 3L), (proposed.Code, proposed.Number));
        Assert.Equal(3L, (await ActAsync(chief, incident, "propose", key)).Number);
        Assert.True((await Tib.ReadAsync(incident, 2)).Body.GetProperty("hidden").GetBoolean());
        Assert.Equal(403, (await ActAsync(chief, incident, "confirm")).Code);
        var decided = Guid.CreateVersion7();
        Assert.Equal(200, (await ActAsync(registrator, incident, "confirm", decided)).Code);
        Assert.Equal(4L, (await ActAsync(registrator, incident, "confirm", decided)).Number);

        var line = (await Tib.ReadAsync(incident, 2)).Body;
        Assert.True(line.GetProperty("erased").GetBoolean());
        var export = await chief.LookAsync(Calls.Incident(incident, "/export"));
        Assert.DoesNotContain(Word, export.Raw, StringComparison.Ordinal);
        Assert.Equal(422, (await ActAsync(registrator, incident, "propose")).Code);
        foreach (var (who, text) in new[] { (Tib, $"{Word} är känt."), (chief, "Annat."), (registrator, "Får inte.") })
        {
            var again = await who.WriteAsync(incident, text, lineKey);
            Assert.Equal(409, again.Code);
            Assert.Contains("raderats genom beslut", again.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_person_with_two_duties_is_one_person()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Word);
        var both = await Kris.PersonAsync(Duty.Stabschef, Duty.Kommundirektor);

        Assert.Equal(200, (await ActAsync(both, incident, "propose", duty: "stabschef")).Code);
        var refused = await ActAsync(both, incident, "confirm", duty: "kommundirektor");

        Assert.Equal(403, refused.Code);
        Assert.Contains("Du föreslog själv", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_somebody_may_is_asked_at_the_time_of_their_own_act()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Word);
        var proposing = await Kris.AccountAsync(Duty.Stabschef);
        Assert.Equal(200, (await ActAsync(await Kris.BrowserAsync(proposing), incident, "propose")).Code);

        await Kris.Desk.ActAsync(
            proposing, a => a.Withdraw(a.Duties[0].Id, othersAdminister: true, Actor.Machine, Kris.Now));

        Assert.Equal(200, (await ActAsync(await Kris.PersonAsync(Duty.Registrator), incident, "confirm")).Code);
    }

    [Fact]
    public async Task A_token_decides_nothing_and_nonsense_is_refused()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Word);
        var token = await Kris.ProgramAsync(Duty.Stabschef);
        var chief = await Kris.PersonAsync(Duty.Stabschef);

        Assert.Equal(403, (await ActAsync(token, incident, "propose")).Code);
        Assert.Equal(422, (await ActAsync(chief, incident, "confirm")).Code);
        Assert.Equal(422, (await ActAsync(chief, incident, "decline")).Code);
        Assert.Equal(400, (await chief.PostAsync(
            Calls.Incident(incident, "/lines/2/erasure/propose"),
            new { key = Guid.CreateVersion7(), spill = "allt", reason = "Fel." })).Code);
        Assert.Equal(404, (await ActAsync(chief, incident, "propose", number: 99)).Code);
        Assert.Equal(200, (await ActAsync(chief, incident, "propose", number: 1)).Code);
        Assert.Equal(200, (await ActAsync(chief, incident, "propose", number: 3)).Code);
        await ActAsync(await Kris.PersonAsync(Duty.Registrator), incident, "decline", number: 3);
        Assert.Equal(422, (await ActAsync(chief, incident, "propose", number: 5)).Code);
    }

    [Fact]
    public async Task What_may_say_the_same_goes_along_as_on_the_page_and_a_copy_in_another_incident_too()
    {
        var (incident, other) = await MovedAsync();
        var (chief, registrator) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Registrator));
        var key = Guid.CreateVersion7();

        var proposed = await ActAsync(chief, incident, "propose", key);
        var copies = Copies(proposed);
        Assert.Equal(copies, Copies(await ActAsync(chief, incident, "propose", key)));
        var decided = Guid.CreateVersion7();
        var erased = await ActAsync(registrator, incident, "confirm", decided);

        Assert.Equal([(other, 2L, 3L)], copies);
        Assert.Equal([(other, 2L, 4L)], Copies(erased));
        Assert.Equal(erased.Raw, (await ActAsync(registrator, incident, "confirm", decided)).Raw);
        Assert.Empty(await TablesAsync());
        foreach (var stream in new[] { incident, other })
        {
            var export = await chief.LookAsync(Calls.Incident(stream, "/export"));
            Assert.DoesNotContain(Word, export.Raw, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_what_may_say_the_same_those_are_taken_that_are_named_and_the_answer_has_what_is_left()
    {
        var (incident, other) = await MovedAsync();
        var (chief, registrator) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Registrator));

        var none = await ActAsync(chief, incident, "propose", copies: []);
        Assert.Equal([(other, 2L, null)], Copies(none));
        var wrong = await ActAsync(registrator, incident, "confirm", copies: [new { incident = other, number = 1 }]);
        Assert.Equal(422, wrong.Code);
        Assert.Contains("kan säga samma sak", wrong.Detail, StringComparison.Ordinal);
        object copy = new { incident = other, number = 2 };
        var unproposed = await ActAsync(registrator, incident, "confirm", copies: [copy]);
        Assert.Contains("inte föreslagen", unproposed.Detail, StringComparison.Ordinal);
        Assert.False((await chief.ReadAsync(incident, 2)).Body.GetProperty("erased").GetBoolean());

        var erased = await ActAsync(registrator, incident, "confirm");

        Assert.Equal([(other, 2L, null)], Copies(erased));
        Assert.Equal(200, (await ActAsync(chief, other, "propose")).Code);
        var own = await ActAsync(chief, other, "confirm");
        Assert.Equal(403, own.Code);
        Assert.Equal(200, (await ActAsync(registrator, other, "confirm")).Code);
        Assert.Empty(await TablesAsync());
    }

    [Fact]
    public async Task The_reason_of_a_proposal_goes_too_and_nobody_is_answered_with_it_again()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Rad som raderas.");
        var (chief, registrator) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Registrator));
        await ActAsync(chief, incident, "propose", reason: $"{Word} är 19121212.");

        Assert.Equal(200, (await ActAsync(registrator, incident, "propose", number: 3)).Code);
        Assert.True((await Tib.ReadAsync(incident, 3)).Body.GetProperty("hidden").GetBoolean());
        var early = await ActAsync(chief, incident, "confirm", number: 3);
        Assert.Equal(422, early.Code);
        Assert.Contains("inget beslut fattat", early.Detail, StringComparison.Ordinal);
        Assert.Equal(200, (await ActAsync(registrator, incident, "confirm")).Code);
        Assert.Equal(200, (await ActAsync(chief, incident, "confirm", number: 3)).Code);

        Assert.Empty(await TablesAsync());
        foreach (var path in new[] { "/lines", "/lines/3", "/lines/5", "/export", "/export/csv", "/kept", "/draft" })
        {
            var answer = await chief.LookAsync(Calls.Incident(incident, path));
            Assert.InRange(answer.Code, 200, 204);
            Assert.DoesNotContain(Word, answer.Raw, StringComparison.Ordinal);
        }

        Assert.Empty((await chief.LookAsync($"/api/v1/search?q={Word}")).Body.GetProperty("hits").EnumerateArray());
    }

    [Fact]
    public async Task Where_more_may_say_the_same_than_are_looked_for_every_answer_says_so()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Word);
        var (chief, registrator) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Registrator));
        for (var corrects = 2; corrects <= 32; corrects++)
            await Tib.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction($"{Word}.", corrects));

        var marked = await chief.MarkAsync(incident, 33);
        var proposed = await ActAsync(chief, incident, "propose");
        var erased = await ActAsync(registrator, incident, "confirm");
        var alone = await ActAsync(chief, incident, "propose", number: 1);

        foreach (var answer in new[] { marked, proposed, erased })
        {
            Assert.Equal(30, Copies(answer).Count(copy => copy.By is not null));
            Assert.True(answer.Body.GetProperty("more").GetBoolean());
        }

        Assert.Equal((200, false), (alone.Code, alone.Body.GetProperty("more").GetBoolean()));
    }

    private Task<string[]> TablesAsync() => Ask.TablesWithAsync(
        Postgres.Super(new Npgsql.NpgsqlConnectionStringBuilder(Kris.Connection).Database!), Word);

    // A line that was moved stands struck here, and as a copy there.
    private async Task<(Guid From, Guid To)> MovedAsync()
    {
        var (from, to) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await Tib.WriteAsync(from, $"{Word} är känt.");
        var chief = await Kris.PersonAsync(Duty.Stabschef);
        var moved = await chief.PostAsync(
            Calls.Incident(from, "/lines/2/move"), new { key = Guid.CreateVersion7(), to, reason = "Fel händelse." });
        Assert.Equal(200, moved.Code);
        return (from, to);
    }

    private static List<(Guid Incident, long Number, long? By)> Copies(Answer answer)
    {
        Assert.Equal((200, ""), (answer.Code, answer.Code == 200 ? "" : answer.Detail));
        return
        [
            .. answer.Body.GetProperty("copies").EnumerateArray().Select(copy => (
                copy.GetProperty("incident").GetGuid(),
                copy.GetProperty("number").GetInt64(),
                copy.TryGetProperty("by", out var by) ? by.GetInt64() : (long?)null)),
        ];
    }

    private static Task<Answer> ActAsync(
        HttpClient who,
        Guid incident,
        string act,
        Guid? key = null,
        string? duty = null,
        long number = 2,
        object[]? copies = null,
        string reason = "Fel sak på fel plats.")
    {
        var body = new Dictionary<string, object> { ["key"] = key ?? Guid.CreateVersion7() };
        if (act == "propose")
            (body["spill"], body["reason"]) = ("personuppgift", reason);
        if (duty is not null)
            body["duty"] = duty;
        if (copies is not null)
            body["copies"] = copies;
        return who.PostAsync(Calls.Incident(incident, $"/lines/{number}/erasure/{act}"), body);
    }
}
