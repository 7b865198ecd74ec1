using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class ReadTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Incidents = "/api/v1/incidents";

    [Fact]
    public async Task The_list_is_narrowed_by_what_is_asked_and_turned_page_by_page()
    {
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var storm = await staff.OpenAsync("Storm över 100 % av kommunen");
        await staff.PostAsync(Incidents, new { key = Guid.NewGuid(), title = "Övning Norrsken", exercise = true });
        var water = await staff.OpenAsync("Vattenläcka");
        await staff.PostAsync(
            Calls.Incident(storm.Id, "/close"), new { key = Guid.NewGuid(), seen = storm.Version, reason = "Lugnt." });
        await staff.PostAsync(
            Calls.Incident(water.Id, "/level"),
            new { key = Guid.NewGuid(), seen = water.Version, to = "sarskild-handelse", reason = "Flera berörs." });

        Assert.Equal([3, 2, 1], await NumbersAsync(""));
        Assert.Equal([3, 2], await NumbersAsync("open=true"));
        Assert.Equal([1], await NumbersAsync("open=false"));
        Assert.Equal([2], await NumbersAsync("exercise=true"));
        Assert.Equal([3], await NumbersAsync("level=sarskild-handelse"));
        Assert.Equal([1], await NumbersAsync("q=100%20%25"));
        Assert.Equal([3], await NumbersAsync("q=vatten"));
        Assert.Equal([2], await NumbersAsync("q=2"));
        Assert.Equal([3], await NumbersAsync("limit=1"));
        Assert.Equal([2, 1], await NumbersAsync("after=3&limit=200"));
    }

    [Fact]
    public async Task A_line_is_read_as_it_was_written()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();
        await Tib.PutAsync(Calls.Line(incident.Id, key), new
        {
            kind = "inkommet",
            text = "Åskan slog ut mast 7. 🌩",
            occurredAt = "2026-03-01T14:05:00+01:00",
            from = "SOS Alarm",
            to = "TiB",
            channel = "telefon",
            reliability = "trolig",
        });

        var line = Assert.Single(await Tib.LinesAsync(incident.Id, after: 1));

        Assert.Equal(key, line.GetProperty("key").GetGuid());
        Assert.Equal(2, line.GetProperty("number").GetInt64());
        Assert.Equal("2026-03-01T13:05:00.000000Z", line.GetProperty("occurredAt").GetString());
        Assert.True(line.GetProperty("late").GetBoolean());
        var texts = new[] { "kind", "text", "from", "to", "channel", "reliability", "duty", "by" };
        Assert.Equal(
            ["inkommet", "Åskan slog ut mast 7. 🌩", "SOS Alarm", "TiB", "telefon", "trolig", "tib", "prov tib"],
            texts.Select(name => line.GetProperty(name).GetString()!));
        Assert.False(line.GetProperty("system").GetBoolean());
    }

    [Fact]
    public async Task The_krisledningsnamnd_sees_heads_and_levels_and_not_the_log()
    {
        var member = await Kris.PersonAsync(Duty.KlnLedamot);
        var incident = await Tib.OpenAsync();

        var whole = await member.LookAsync(Calls.Incident(incident.Id));

        Assert.Equal(200, whole.Code);
        Assert.False(whole.Body.TryGetProperty("facts", out _));
        Assert.Equal("storning", whole.Text("level"));
        Assert.Empty(whole.Body.GetProperty("may").EnumerateArray());
        Assert.Equal(403, (await member.LookAsync(Calls.Incident(incident.Id, "/lines"))).Code);
        Assert.Equal(403, (await member.LookAsync(Calls.Incident(incident.Id, "/export"))).Code);
    }

    [Fact]
    public async Task Whoever_looks_is_told_what_may_be_done()
    {
        var incident = await Tib.OpenAsync();
        var reader = await Kris.ProgramAsync(Duty.Lasare);

        var whole = await Tib.LookAsync(Calls.Incident(incident.Id));
        var read = await reader.LookAsync(Calls.Incident(incident.Id));

        Assert.Equal(
            ["write-line", "change-facts", "raise", "propose", "life-danger", "close"],
            whole.Body.GetProperty("may").EnumerateArray().Select(act => act.GetString()!));
        Assert.Empty(read.Body.GetProperty("may").EnumerateArray());
    }

    private async Task<IEnumerable<long>> NumbersAsync(string query)
    {
        var answer = await Tib.LookAsync($"{Incidents}?{query}");
        return answer.Body.GetProperty("incidents").EnumerateArray().Select(i => i.GetProperty("number").GetInt64());
    }
}
