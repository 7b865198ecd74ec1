using System.Text.Json;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

/// <summary>The short forms of the kinds, and what can be named while one writes.</summary>
[Collection(TestServerCollection.Name)]
public sealed class FormTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task What_a_kind_asks_for_is_kept_and_given_back()
    {
        var staff = await Kris.ProgramAsync(Duty.Loggforare);
        var incident = await Tib.OpenAsync();
        object[] lines =
        [
            new
            {
                kind = "beslut", text = "Koka vattnet.", decidedBy = "Kommundirektören", basis = "Prov 7",
                reasons = "Bakterier", alternatives = "Vänta", onBehalfOf = "Anna Ek",
            },
            new
            {
                kind = "uppgift", text = "Kör ut #vatten, @stabschef", assignee = "stabschef",
                due = "2026-11-26T12:00:00+01:00", horizon = "kort", lifeDanger = true,
            },
            new { kind = "kontakt", text = "Bad om tankar.", contact = "Länsstyrelsen", phone = "010" },
        ];
        foreach (var line in lines)
            Assert.Equal(201, (await staff.PutAsync(Calls.Line(incident.Id, Guid.CreateVersion7()), line)).Code);

        var read = await staff.LinesAsync(incident.Id, after: 1);

        Assert.Equal(("Kommundirektören", "Prov 7"), (Text(read[0], "decidedBy"), Text(read[0], "basis")));
        Assert.Equal(("Bakterier", "Vänta"), (Text(read[0], "reasons"), Text(read[0], "alternatives")));
        Assert.Equal("Anna Ek", Text(read[0], "onBehalfOf"));
        Assert.StartsWith("prov loggforare", Text(read[0], "by"), StringComparison.Ordinal);
        Assert.Equal(("stabschef", "kort"), (Text(read[1], "assignee"), Text(read[1], "horizon")));
        Assert.Equal("2026-11-26T11:00:00.000000Z", Text(read[1], "due"));
        Assert.True(read[1].GetProperty("lifeDanger").GetBoolean());
        Assert.Equal("vatten", Assert.Single(read[1].GetProperty("tags").EnumerateArray()).GetString());
        Assert.Equal("stabschef", Assert.Single(read[1].GetProperty("mentions").EnumerateArray()).GetString());
        Assert.Equal(("Länsstyrelsen", "010"), (Text(read[2], "contact"), Text(read[2], "phone")));
    }

    [Fact]
    public async Task What_belongs_to_another_kind_or_another_duty_is_refused()
    {
        var incident = await Tib.OpenAsync();

        var stray = await PutAsync(new { kind = "anteckning", text = "Hej.", due = "2026-11-26T12:00:00Z" });
        var horizon = await PutAsync(new { kind = "uppgift", text = "Hej.", horizon = "evig" });
        var noOffset = await PutAsync(new { kind = "uppgift", text = "Hej.", due = "2026-11-26T12:00:00" });
        var behalf = await PutAsync(new { kind = "anteckning", text = "Hej.", onBehalfOf = "Anna Ek" });

        Assert.Equal((422, 422, 400, 403), (stray.Code, horizon.Code, noOffset.Code, behalf.Code));
        Assert.Contains("uppgift och åtgärd", stray.Detail, StringComparison.Ordinal);
        Assert.Single(await Tib.LinesAsync(incident.Id));

        Task<Answer> PutAsync(object line) => Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), line);
    }

    [Fact]
    public async Task A_correction_of_a_reference_is_taken_with_where_it_is_kept_and_not_without()
    {
        var incident = await Tib.OpenAsync();
        var reference = new { kind = "hanvisning", text = "Hotbild", keptAt = "Skåp 2", turnTo = "Säkerhetschefen" };
        var number = (await PutAsync(Guid.NewGuid(), reference)).Number;
        var key = Guid.NewGuid();
        var correction = new
        {
            kind = "rattelse",
            text = "Hotbild mot verket",
            corrects = number,
            correctionReason = "Nya uppgifter.",
            keptAt = "Skåp 3",
            turnTo = "Säkerhetschefen",
        };

        var without = await PutAsync(Guid.NewGuid(), Calls.Correction("Hotbild mot verket", number));
        var corrected = await PutAsync(key, correction);
        var again = await PutAsync(key, correction);

        Assert.Equal((422, 201, 200), (without.Code, corrected.Code, again.Code));
        Assert.StartsWith("Skriv var ärendet finns", without.Detail, StringComparison.Ordinal);
        Assert.Equal("Skåp 3", Text((await Tib.LinesAsync(incident.Id))[^1], "keptAt"));

        Task<Answer> PutAsync(Guid line, object body) => Tib.PutAsync(Calls.Line(incident.Id, line), body);
    }

    [Fact]
    public async Task A_line_is_pinned_unpinned_and_told_to_have_been_given_out()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Vattnet är otjänligt.");
        var release = new { key = Guid.NewGuid(), recipients = "Länsstyrelsen" };

        var pinned = await DoAsync("pin", new { key = Guid.NewGuid() });
        Assert.True((await Tib.LinesAsync(incident.Id))[1].GetProperty("pinned").GetBoolean());
        var unpinned = await DoAsync("unpin", new { key = Guid.NewGuid() });
        var again = await DoAsync("unpin", new { key = Guid.NewGuid() });
        var released = await DoAsync("release", release);
        var same = await DoAsync("release", release);
        var other = await DoAsync("release", release with { recipients = "Regionen" });
        var nobody = await DoAsync("release", new { key = Guid.NewGuid(), recipients = " " });

        Assert.Equal((200, 200, 422), (pinned.Code, unpinned.Code, again.Code));
        Assert.Equal((200, 200, 409, 422), (released.Code, same.Code, other.Code, nobody.Code));
        Assert.Equal(released.Raw, same.Raw);
        var lines = await Tib.LinesAsync(incident.Id);
        Assert.False(lines[1].TryGetProperty("pinned", out _));
        Assert.Equal(released.Number, lines[1].GetProperty("releasedBy").GetInt64());
        Assert.Equal("Länsstyrelsen", Text(lines[^1], "recipients"));

        Task<Answer> DoAsync(string verb, object body) =>
            Tib.PostAsync(Calls.Incident(incident.Id, $"/lines/2/{verb}"), body);
    }

    [Fact]
    public async Task People_are_found_by_how_they_are_called_and_not_when_they_are_gone()
    {
        var account = await Kris.AccountAsync(Duty.Stabschef, Duty.Tib);
        var gone = await Kris.AccountAsync(Duty.Tib);
        await Kris.Desk.ActAsync(
            gone.Id, gone.Version, (Account one) => one.Disable(true, Actor.Machine, Kris.Now));

        var found = await Tib.LookAsync($"/api/v1/people?q={account.UserName}");
        var none = await Tib.LookAsync($"/api/v1/people?q={gone.UserName}");
        var all = await Tib.LookAsync("/api/v1/people?limit=1000");
        var odd = await Tib.LookAsync("/api/v1/people?q=%25%00");
        var bad = await Tib.LookAsync("/api/v1/people?limit=0");

        var person = Assert.Single(found.Body.GetProperty("people").EnumerateArray());
        Assert.Equal(account.UserName, Text(person, "userName"));
        Assert.Equal(["tib", "stabschef"], person.GetProperty("duties").EnumerateArray().Select(duty => $"{duty}"));
        Assert.Empty(none.Body.GetProperty("people").EnumerateArray());
        Assert.InRange(all.Body.GetProperty("people").GetArrayLength(), 1, 20);
        Assert.Equal((422, 400), (odd.Code, bad.Code));
    }

    [Fact]
    public async Task Tags_are_suggested_the_incidents_own_first_and_none_to_whoever_reads_no_log()
    {
        var (here, there) = (await Tib.OpenAsync(), await Tib.OpenAsync());
        for (var i = 0; i < 3; i++)
            await Tib.WriteAsync(there.Id, $"Rad {i} om #vattenskada");
        await Tib.WriteAsync(here.Id, "En rad om #vatten och #el");
        var chair = await Kris.PersonAsync(Duty.KlnOrdforande);

        Assert.Equal(["vatten", "vattenskada"], await TagsAsync(Tib, "Vat"));
        Assert.Equal(["el"], await TagsAsync(Tib, "el"));
        Assert.Empty(await TagsAsync(Tib, "%"));
        Assert.Empty(await TagsAsync(chair, ""));
        Assert.Equal(404, (await Tib.LookAsync(Calls.Incident(Guid.NewGuid(), "/tags?q=a"))).Code);

        async Task<IReadOnlyList<string>> TagsAsync(HttpClient who, string start)
        {
            var answer = await who.LookAsync(Calls.Incident(here.Id, $"/tags?q={Uri.EscapeDataString(start)}"));
            return [.. answer.Body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];
        }
    }

    [Fact]
    public async Task The_tags_of_a_marked_line_are_suggested_to_nobody_in_its_circle_either()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "En rad om #skyddat-boende");
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var tags = Calls.Incident(incident.Id, "/tags?q=skyddat");
        var before = (await chief.LookAsync(tags)).Body.GetProperty("tags").GetArrayLength();

        var marked = await chief.PostAsync(
            Calls.Incident(incident.Id, "/lines/2/mark"),
            new
            {
                key = Guid.NewGuid(),
                lagrum = "osl-26-1",
                markingReason = "En enskild.",
                circle = "staben",
                copies = Array.Empty<object>(),
            });

        Assert.Equal((1, 200), (before, marked.Code));
        foreach (var who in new[] { chief, Tib })
            Assert.Empty((await who.LookAsync(tags)).Body.GetProperty("tags").EnumerateArray());
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
