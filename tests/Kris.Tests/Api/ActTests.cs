using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class ActTests(TestServer postgres) : ApiTests(postgres)
{
    private static readonly object Criteria =
        new { deviates = "Hela kommunen.", seriousDisturbance = "Vården stannar.", urgent = "Inom en timme." };

    [Fact]
    public async Task The_level_is_raised_and_lowered_with_a_reason_and_the_version_that_was_seen()
    {
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var incident = await staff.OpenAsync();

        var raised = await LevelAsync(staff, incident.Id, incident.Version, "sarskild-handelse");
        var stale = await LevelAsync(staff, incident.Id, incident.Version, "storning");
        var same = await LevelAsync(staff, incident.Id, raised.Version, "sarskild-handelse");
        var lowered = await LevelAsync(staff, incident.Id, raised.Version, "storning");

        Assert.Equal((200, 409, 422, 200), (raised.Code, stale.Code, same.Code, lowered.Code));
        Assert.Equal("sarskild-handelse", raised.Text("level"));
        Assert.StartsWith("Någon annan hann före.", stale.Detail, StringComparison.Ordinal);
        var whole = await staff.LookAsync(Calls.Incident(incident.Id));
        Assert.Equal(lowered.Version, whole.Version);
        Assert.Equal(
            ["opened", "raised", "lowered"],
            whole.Body.GetProperty("levelHistory").EnumerateArray().Select(one => one.GetProperty("step").ToString()));
    }

    [Fact]
    public async Task An_act_asked_for_again_is_answered_and_not_done_again()
    {
        var incident = await Tib.OpenAsync();
        var address = Calls.Incident(incident.Id, "/level");
        var key = Guid.NewGuid();
        var body = new { key, seen = incident.Version, to = "sarskild-handelse", reason = "Två förvaltningar." };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Tib.PostAsync(address, body)));
        var other = await Tib.PostAsync(
            address, new { key, seen = incident.Version, to = "sarskild-handelse", reason = "Något annat." });

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(409, other.Code);
        Assert.Equal(2, (await Tib.LinesAsync(incident.Id)).Count);
    }

    [Fact]
    public async Task Extraordinar_asks_for_each_criterion_and_for_somebody_who_may()
    {
        var chair = await Kris.PersonAsync(Duty.KlnOrdforande);
        var director = await Kris.ProgramAsync(Duty.Kommundirektor);
        var incident = await Tib.OpenAsync();

        Assert.Equal(403, (await ExtraordinarAsync(Tib, Criteria)).Code);
        Assert.Equal(403, (await ExtraordinarAsync(director, Criteria)).Code);
        var without = await ExtraordinarAsync(chair, new { deviates = "Hela kommunen.", urgent = "Nu." });
        var with = await ExtraordinarAsync(chair, Criteria);

        Assert.Equal(422, without.Code);
        Assert.Contains("allvarlig störning", without.Detail, StringComparison.Ordinal);
        Assert.Equal(200, with.Code);
        Assert.Equal("extraordinar-handelse", with.Text("level"));

        Task<Answer> ExtraordinarAsync(HttpClient who, object criteria) => LevelAsync(
            who, incident.Id, incident.Version, "extraordinar-handelse", criteria);
    }

    [Fact]
    public async Task The_vice_chair_says_why_the_chair_is_prevented()
    {
        var vice = await Kris.PersonAsync(Duty.KlnVice);
        var incident = await Tib.OpenAsync();

        var without = await LevelAsync(vice, incident.Id, incident.Version, "extraordinar-handelse", Criteria);
        var with = await LevelAsync(
            vice, incident.Id, incident.Version, "extraordinar-handelse", Criteria, "Ordföranden är på resa.");

        Assert.Equal((422, 200), (without.Code, with.Code));
    }

    [Fact]
    public async Task The_verbs_of_the_pages_are_there_with_the_same_shape()
    {
        var unit = await Kris.UnitAsync("Vård och omsorg");
        var head = await Kris.ProgramAsync(Duty.Forvaltningschef, unit.Id);
        var incident = await head.OpenAsync();

        var asked = await DoAsync(head, "central-support", incident.Version, new { reason = "Reservkraft." });
        var danger = await DoAsync(head, "life-danger", asked.Version, new { on = true });
        var proposed = await DoAsync(Tib, "propose", danger.Version, new { reason = "Växer.", criteria = Criteria });
        var closed = await DoAsync(head, "close", proposed.Version, new { reason = "Åter i drift." });
        var reopened = await DoAsync(head, "reopen", closed.Version, new { reason = "Det kom tillbaka." });

        Assert.All(new[] { asked, danger, proposed, closed, reopened }, answer => Assert.Equal(200, answer.Code));
        Assert.True(danger.Body.GetProperty("lifeDanger").GetBoolean());
        Assert.NotEqual(0, closed.Text("closedAt").Length);
        Assert.False(reopened.Body.TryGetProperty("closedAt", out _));
        var acts = (await Tib.LinesAsync(incident.Id)).Select(line => line.GetProperty("act").GetString());
        Assert.Equal(
            ["opened", "central-support-asked", "life-danger", "extraordinar-proposed", "closed", "reopened"], acts);

        Task<Answer> DoAsync(HttpClient who, string verb, uint seen, object more) =>
            who.PostAsync(Calls.Incident(incident.Id, $"/{verb}"), With(more, Guid.NewGuid(), seen));
    }

    [Fact]
    public async Task Facts_are_replaced_and_must_point_at_what_there_is()
    {
        var incident = await Tib.OpenAsync();
        var facts = new { title = "Elavbrott i centrum", began = "2026-03-01T14:05:00+01:00", address = "Storgatan 1" };

        var changed = await FactsAsync(incident.Version, facts);
        var unknownType = await FactsAsync(changed.Version, new { facts.title, facts.began, type = "drakar" });
        var unit = new { facts.title, facts.began, units = new[] { Guid.NewGuid() } };
        var unknownUnit = await FactsAsync(changed.Version, unit);
        var noOffset = await FactsAsync(changed.Version, new { facts.title, began = "2026-03-01T14:05:00" });

        Assert.Equal((200, 422, 422, 400), (changed.Code, unknownType.Code, unknownUnit.Code, noOffset.Code));
        var whole = await Tib.LookAsync(Calls.Incident(incident.Id));
        Assert.Equal("Storgatan 1", whole.Body.GetProperty("facts").GetProperty("address").GetString());
        Assert.Equal("2026-03-01T13:05:00.000000Z", whole.Body.GetProperty("facts").GetProperty("began").GetString());

        Task<Answer> FactsAsync(uint seen, object facts) => Tib.PutAsync(
            Calls.Incident(incident.Id, "/facts"), new { key = Guid.NewGuid(), seen, facts });
    }

    [Fact]
    public async Task Two_that_are_the_same_are_merged_once_however_often_it_is_asked_for()
    {
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var (one, other) = (await staff.OpenAsync("Elavbrott"), await staff.OpenAsync("Strömavbrott"));
        var body = new { key = Guid.NewGuid(), seen = one.Version, into = other.Id, reason = "Samma kabel." };

        var merged = await staff.PostAsync(Calls.Incident(one.Id, "/merge"), body);
        var again = await staff.PostAsync(Calls.Incident(one.Id, "/merge"), body);

        Assert.Equal((200, 200), (merged.Code, again.Code));
        Assert.Equal(other.Id, again.Body.GetProperty("mergedInto").GetGuid());
        Assert.Equal(2, (await staff.LinesAsync(other.Id)).Count);
    }

    [Fact]
    public async Task A_line_is_flagged_taken_back_and_moved()
    {
        var (here, there) = (await Tib.OpenAsync("Storm"), await Tib.OpenAsync("Elavbrott"));
        var line = await Tib.WriteAsync(here.Id, "Ledning nere vid Norra infarten.");
        var move = new { key = Guid.NewGuid(), to = there.Id, reason = "Hör till elavbrottet." };

        var flagged = await DoAsync("flag", new { key = Guid.NewGuid() });
        Assert.True((await Tib.LinesAsync(here.Id))[1].GetProperty("flagged").GetBoolean());
        var unflagged = await DoAsync("unflag", new { key = Guid.NewGuid() });
        var moved = await DoAsync("move", move);
        var again = await DoAsync("move", move);

        Assert.Equal((200, 200, 200, 200), (flagged.Code, unflagged.Code, moved.Code, again.Code));
        Assert.Equal(moved.Raw, again.Raw);
        Assert.Equal(moved.Number, (await Tib.LinesAsync(here.Id))[1].GetProperty("struckBy").GetInt64());
        var copy = Assert.Single(await Tib.LinesAsync(there.Id, after: 1));
        Assert.Equal("Ledning nere vid Norra infarten.", copy.GetProperty("text").GetString());

        Task<Answer> DoAsync(string verb, object body) =>
            Tib.PostAsync(Calls.Incident(here.Id, $"/lines/{line.Number}/{verb}"), body);
    }

    private static Task<Answer> LevelAsync(
        HttpClient who, Guid incident, uint seen, string to, object? criteria = null, string? forhinder = null) =>
        who.PostAsync(
            Calls.Incident(incident, "/level"),
            new { key = Guid.NewGuid(), seen, to, reason = "Läget kräver det.", criteria, forhinder });

    private static Dictionary<string, object?> With(object more, Guid key, uint seen)
    {
        var body = more.GetType().GetProperties().ToDictionary(told => told.Name, told => told.GetValue(more));
        body["key"] = key;
        body["seen"] = seen;
        return body;
    }
}
