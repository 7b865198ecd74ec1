using System.Text.Json;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

/// <summary>What a browser is given to keep for when there is no server.</summary>
[Collection(TestServerCollection.Name)]
public sealed class OfflineTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Canary = "KANARIE-i-en-markerad-rad";

    [Fact]
    public async Task A_browser_keeps_the_last_fifty_lines_that_people_wrote()
    {
        var incident = (await Tib.OpenAsync("Storm")).Id;
        for (var i = 1; i <= 55; i++)
            await Tib.WriteAsync(incident, $"Rad {i}");

        var kept = await Tib.LookAsync(Calls.Incident(incident, "/kept"));

        var lines = kept.Body.GetProperty("lines").EnumerateArray();
        var texts = lines.Select(line => line.GetProperty("text").GetString());
        Assert.Equal(("Storm", "storning"), (kept.Text("title"), kept.Text("level")));
        Assert.Equal(Enumerable.Range(6, 50).Select(i => $"Rad {i}"), texts);
    }

    [Fact]
    public async Task Lines_that_people_wrote_are_kept_however_many_the_system_wrote_after_them()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Före skuren");
        var shower = Enumerable.Range(1, 1_100).Select(i => NewLine.Of(
            incident,
            Guid.CreateVersion7(),
            LineFields.Of(LineKind.System, $"Systemrad {i}", Actor.Machine, occurredAt: null)));
        await Kris.Journal.AppendTogetherAsync(shower);
        await Tib.WriteAsync(incident, "Efter skuren");

        var kept = await Tib.LookAsync(Calls.Incident(incident, "/kept"));

        var texts = kept.Body.GetProperty("lines").EnumerateArray()
            .Select(line => line.GetProperty("text").GetString());
        Assert.Equal(["Före skuren", "Efter skuren"], texts);
    }

    [Fact]
    public async Task Changes_of_level_and_closings_are_kept_among_what_people_wrote()
    {
        var director = await Kris.ProgramAsync(Duty.Kommundirektor);
        var incident = (await director.OpenAsync()).Id;
        await director.WriteAsync(incident, "Före");
        await ActAsync(director, incident, "/level", "Flera berörs.", to: "sarskild-handelse");
        await ActAsync(director, incident, "/close", "Läckan är lagad.");
        await ActAsync(director, incident, "/reopen", "Det läcker igen.");

        var kept = await director.LookAsync(Calls.Incident(incident, "/kept"));

        var acts = kept.Body.GetProperty("lines").EnumerateArray()
            .Select(line => line.TryGetProperty("act", out var act) ? act.GetString() : "skriven");
        Assert.Equal(["skriven", "level-raised", "closed", "reopened"], acts);
    }

    [Theory]
    [InlineData(Duty.Tib, "tib", true)]
    [InlineData(Duty.Kommunikator, "kommunikator", true)]
    [InlineData(Duty.Lasare, null, false)]
    public async Task Whoever_may_write_is_told_as_what_wherever_in_the_incident_they_are(
        Duty duty, string? writesAs, bool writes)
    {
        var incident = (await Tib.OpenAsync()).Id;

        var kept = await (await Kris.ProgramAsync(duty)).LookAsync(Calls.Incident(incident, "/kept"));

        Assert.Equal(writes, kept.Body.TryGetProperty("writing", out var writing));
        if (!writes)
            return;
        Assert.Equal(writesAs, writing.GetProperty("duty").GetString());
        Assert.Contains(
            "beslut", writing.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));
    }

    [Fact]
    public async Task Whoever_holds_a_duty_for_a_unit_is_told_which_one_and_writes_for_it()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var unit = await Kris.UnitAsync("Vatten och avlopp");

        var kept = await (await Kris.ProgramAsync(Duty.Forvaltningschef, unit.Id))
            .LookAsync(Calls.Incident(incident, "/kept"));

        var writing = kept.Body.GetProperty("writing");
        Assert.Equal(unit.Id, writing.GetProperty("unit").GetGuid());
        Assert.Equal("förvaltningschef, Vatten och avlopp", writing.GetProperty("role").GetString());
    }

    [Fact]
    public async Task What_is_marked_as_secret_is_never_kept_whoever_asks()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var open = await Tib.WriteAsync(incident, "Öppen rad");
        var later = await Tib.WriteAsync(incident, $"{Canary} 1");
        await AppendAsync(incident, LineKind.Anteckning, $"{Canary} 2", about: null, act: null);
        await AppendAsync(incident, LineKind.System, "Rad markerades.", later.Number, LineActs.Marked);

        foreach (var duty in new[] { Duty.Tib, Duty.Stabschef, Duty.Registrator, Duty.Lasare })
        {
            var kept = await (await Kris.ProgramAsync(duty)).LookAsync(Calls.Incident(incident, "/kept"));
            Assert.DoesNotContain(Canary, kept.Raw, StringComparison.Ordinal);
            var only = Assert.Single(kept.Body.GetProperty("lines").EnumerateArray());
            Assert.Equal(open.Number, only.GetProperty("number").GetInt64());
        }
    }

    [Fact]
    public async Task The_call_list_has_those_who_are_in_the_organisation_now_and_their_numbers()
    {
        var on = await Kris.AccountAsync(Duty.Stabschef, Duty.Tib);
        await Kris.Desk.ActAsync(on, a => a.SetPhone("070-174 06 05", Actor.Machine));
        var reader = await Kris.AccountAsync(Duty.Lasare);
        var closed = await Kris.AccountAsync(Duty.Stabschef);
        await Kris.Desk.ActAsync(closed, a => a.Disable(othersAdminister: true, Actor.Machine, Kris.Now));

        var list = await Tib.LookAsync("/api/v1/call-list");

        var person = Assert.Single(list.Body.GetProperty("people").EnumerateArray());
        Assert.Equal("070-174 06 05", person.GetProperty("phone").GetString());
        var duties = person.GetProperty("duties").EnumerateArray().Select(duty => duty.GetString()!);
        Assert.Equal(["TiB", "stabschef"], duties);
        Assert.NotEqual(reader.Id, on.Id);
    }

    [Fact]
    public async Task The_worker_names_every_file_of_the_page_and_each_of_them_is_there()
    {
        var nobody = Kris.Nobody();

        var worker = await nobody.LookAsync("/sw.js");

        Assert.Equal("text/javascript", worker.Message.Content.Headers.ContentType!.MediaType);
        var start = worker.Raw.IndexOf('[', StringComparison.Ordinal);
        var files = JsonElement.Parse(worker.Raw[start..(worker.Raw.IndexOf(']', start) + 1)]).EnumerateArray()
            .Select(file => file.GetString()!).ToList();
        Assert.Contains("/offline/", files);
        foreach (var file in files)
            Assert.Equal(200, (await nobody.LookAsync(file)).Code);
        foreach (var (file, imported) in await ImportsAsync(nobody, files))
            Assert.True(files.Contains(imported), $"{file} imports {imported}, which is not kept.");
        Assert.Equal(404, (await nobody.LookAsync("/offline/js/finns-inte.js")).Code);
        // An address beside them asks for a login, as any other.
        Assert.Equal(302, (await nobody.LookAsync("/offline/../kris-web.dll")).Code);
    }

    private static async Task<List<(string File, string Imported)>> ImportsAsync(HttpClient who, List<string> files)
    {
        var imports = new List<(string File, string Imported)>();
        foreach (var file in files.Where(file => file.EndsWith(".js", StringComparison.Ordinal)))
        {
            var text = (await who.LookAsync(file)).Raw;
            foreach (var part in text.Split("from './").Skip(1))
                imports.Add((file, $"/offline/js/{part[..part.IndexOf('\'', StringComparison.Ordinal)]}"));
        }

        Assert.NotEmpty(imports);
        return imports;
    }

    private static async Task ActAsync(
        HttpClient who, Guid incident, string verb, string reason, string? to = null)
    {
        var seen = (await who.LookAsync(Calls.Incident(incident))).Version;
        var done = await who.PostAsync(
            Calls.Incident(incident, verb),
            to is null
                ? new { key = Guid.CreateVersion7(), seen, reason }
                : new { key = Guid.CreateVersion7(), seen, reason, to });
        Assert.Equal(200, done.Code);
    }

    private async Task AppendAsync(Guid incident, LineKind kind, string text, long? about, string? act)
    {
        var fields = LineFields.Of(kind, text, Actor.Machine, occurredAt: null);
        fields[LineFields.Lagrum] = "osl-18-13";
        fields[LineFields.Circle] = "staben";
        fields[LineFields.Readers] = Guid.NewGuid().ToString();
        if (about is { } number)
            fields[LineFields.About] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (act is not null)
            fields[LineFields.Act] = act;
        await Kris.Journal.AppendAsync(NewLine.Of(incident, Guid.CreateVersion7(), fields));
    }
}
