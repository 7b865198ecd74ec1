using System.Net.Http.Json;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Npgsql;

namespace Kris.Tests.Api;

/// <summary>What one is typing, kept for one's other devices.</summary>
[Collection(TestServerCollection.Name)]
public sealed class DraftTests(TestServer postgres) : ApiTests(postgres)
{
    private static readonly Guid Laptop = Guid.NewGuid();
    private static readonly Guid Phone = Guid.NewGuid();

    [Fact]
    public async Task The_last_draft_is_given_back_to_any_device_of_the_same_person()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var account = await Kris.AccountAsync(Duty.Stabschef);
        var laptop = await Kris.BrowserAsync(account);
        var phone = await Kris.BrowserAsync(account);

        await SaveAsync(laptop, incident, "Pump", Laptop);
        var saved = await SaveAsync(laptop, incident, "Pumpen är på väg \u2013 \ud83d\ude92", Laptop);
        var found = await FindAsync(phone, incident);

        Assert.Equal(200, found.Code);
        Assert.Equal("Pumpen är på väg \u2013 \ud83d\ude92", await TextAsync(phone, incident));
        Assert.Equal(Laptop, found.Body.GetProperty("device").GetGuid());
        Assert.Equal(saved.Text("savedAt"), found.Text("savedAt"));
    }

    [Fact]
    public async Task Nobody_reads_replaces_or_drops_anothers_draft()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var mine = await Kris.PersonAsync(Duty.Stabschef);
        var other = await Kris.PersonAsync(Duty.Stabschef);
        await SaveAsync(mine, incident, "Mitt", Laptop);

        var seen = await FindAsync(other, incident);
        await SaveAsync(other, incident, "Ditt", Phone);
        await EraseAsync(other, incident, "");

        Assert.Equal(204, seen.Code);
        Assert.Equal("Mitt", await TextAsync(mine, incident));
        Assert.Equal(204, (await FindAsync(other, incident)).Code);
    }

    [Fact]
    public async Task A_device_drops_only_what_was_typed_in_it()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await SaveAsync(Tib, incident, "Från telefonen", Phone);

        await EraseAsync(Tib, incident, $"?device={Laptop}");
        Assert.Equal("Från telefonen", await TextAsync(Tib, incident));
        await EraseAsync(Tib, incident, $"?device={Phone}");

        Assert.Equal(204, (await FindAsync(Tib, incident)).Code);
    }

    [Fact]
    public async Task A_draft_that_has_become_a_line_is_no_draft()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await SaveAsync(Tib, incident, "  Vattnet är avstängt.\r\n", Laptop);
        await Tib.WriteAsync(incident, "Vattnet är avstängt.");

        Assert.Equal(204, (await FindAsync(Tib, incident)).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task What_has_become_a_line_and_what_has_not_is_no_matter_of_the_database_clock(int hours)
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Ja.");
        await SaveAsync(Tib, incident, "Ja.", Laptop);
        await ClockWasAsync(hours);
        Assert.Equal("Ja.", await TextAsync(Tib, incident));

        await Tib.WriteAsync(incident, "Ja.");

        Assert.Equal(204, (await FindAsync(Tib, incident)).Code);
    }

    [Fact]
    public async Task The_same_words_can_be_on_their_way_again_and_are_kept()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Inget nytt.");

        await SaveAsync(Tib, incident, "Inget nytt.", Laptop);

        Assert.Equal("Inget nytt.", await TextAsync(Tib, incident));
    }

    // What was on its way as the net went silent can come after the line that it became.
    [Fact]
    public async Task A_draft_that_comes_after_its_line_is_none_unless_it_has_words_that_the_line_lacks()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var key = Guid.CreateVersion7();
        await Tib.WriteAsync(incident, "Pumpen är på väg", key);

        await Tib.PutAsync(Path(incident), new { device = Phone, draft = new { text = "Pumpen är", key } });
        Assert.Equal(204, (await FindAsync(Tib, incident)).Code);
        await Tib.PutAsync(Path(incident), new { device = Phone, draft = new { text = "Pumpen är framme", key } });
        Assert.Equal("Pumpen är framme", await TextAsync(Tib, incident));
        await Tib.PutAsync(Path(incident), new { device = Phone, draft = new { text = "Pumpen är", key = "ingen" } });
        Assert.Equal("Pumpen är", await TextAsync(Tib, incident));
    }

    [Fact]
    public async Task Each_device_has_a_draft_of_its_own_and_is_shown_that_of_the_other()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await SaveAsync(Tib, incident, "Från telefonen", Phone);
        await SaveAsync(Tib, incident, "Från datorn", Laptop);

        Assert.Equal("Från datorn", await TextAsync(Tib, incident));
        Assert.Equal("Från telefonen", await TextAsync(Tib, incident, $"?device={Phone}"));
        Assert.Equal("Från telefonen", await TextAsync(Tib, incident, $"?besides={Laptop}"));
        await Tib.WriteAsync(incident, "Från datorn");
        Assert.Equal("Från telefonen", await TextAsync(Tib, incident));
        Assert.Equal(204, (await FindAsync(Tib, incident, $"?device={Laptop}")).Code);
    }

    [Fact]
    public async Task The_drafts_of_other_devices_are_given_one_behind_the_other()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await SaveAsync(Tib, incident, "Från plattan", Guid.NewGuid());
        await SaveAsync(Tib, incident, "Från telefonen", Phone);

        var latest = await FindAsync(Tib, incident, $"?besides={Laptop}");
        var before = Uri.EscapeDataString(latest.Text("savedAt"));
        var next = await FindAsync(Tib, incident, $"?besides={Laptop}&before={before}");
        var last = Uri.EscapeDataString(next.Text("savedAt"));

        Assert.Equal("Från telefonen", latest.Body.GetProperty("draft").GetProperty("text").GetString());
        Assert.Equal("Från plattan", next.Body.GetProperty("draft").GetProperty("text").GetString());
        Assert.Equal(204, (await FindAsync(Tib, incident, $"?besides={Laptop}&before={last}")).Code);
    }

    [Fact]
    public async Task Where_a_draft_has_gone_is_told_by_its_key_to_nobody_but_its_owner()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var key = Guid.CreateVersion7();
        var unknown = await WhereAsync(Tib, Guid.NewGuid());
        await Tib.PutAsync(Path(incident), new { device = Phone, draft = new { text = "Pumpen", key, odd = "\0" } });
        var taken = await WhereAsync(Tib, key);
        await EraseAsync(Tib, incident, "");
        await Tib.WriteAsync(incident, "Pumpen går", key);
        var sent = await WhereAsync(Tib, key);
        var other = await WhereAsync(await Kris.ProgramAsync(Duty.Tib), key);

        Assert.Equal(Phone, taken.Body.GetProperty("device").GetGuid());
        Assert.Equal(2, sent.Body.GetProperty("line").GetInt64());
        Assert.All([unknown, other], answer => Assert.Equal("{}", answer.Raw));

        Task<Answer> WhereAsync(HttpClient who, Guid which) => who.LookAsync($"{Path(incident)}/{which}");
    }

    [Fact]
    public async Task What_somebody_else_wrote_in_the_same_words_is_not_ones_own_draft_sent()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await SaveAsync(Tib, incident, "Klart.", Laptop);
        await (await Kris.ProgramAsync(Duty.Stabschef)).WriteAsync(incident, "Klart.");

        Assert.Equal("Klart.", await TextAsync(Tib, incident));
    }

    [Theory]
    [InlineData("""{"device":"0195f2b4-0000-7000-8000-000000000001","draft":"text"}""", 400)]
    [InlineData("""{"device":"0195f2b4-0000-7000-8000-000000000001","draft":null}""", 400)]
    [InlineData("""{"device":"0195f2b4-0000-7000-8000-000000000001","draft":[1]}""", 400)]
    [InlineData("""{"device":"0195f2b4-0000-7000-8000-000000000001","draft":{"text":"\ud800"}}""", 400)]
    [InlineData("""{"device":"inget","draft":{"text":"x"}}""", 400)]
    [InlineData("""{"draft":{"text":"x"}}""", 400)]
    [InlineData("""{"device":"0195f2b4-0000-7000-8000-000000000001","draft":{"text":"\u0000"}}""", 200)]
    public async Task What_is_no_draft_is_refused_and_what_is_odd_is_kept(string body, int status)
    {
        var incident = (await Tib.OpenAsync()).Id;

        var answer = await Tib.RawAsync(HttpMethod.Put, Path(incident), body);

        Assert.Equal(status, answer.Code);
        Assert.Equal(status == 200 ? 200 : 204, (await FindAsync(Tib, incident)).Code);
    }

    [Fact]
    public async Task A_draft_has_a_greatest_length_and_an_account_a_greatest_number_of_them()
    {
        var incidents = new List<Guid>();
        for (var i = 0; i <= SavedDraft.MaxPerAccount; i++)
        {
            incidents.Add((await Tib.OpenAsync()).Id);
            Assert.Equal(200, (await SaveAsync(Tib, incidents[i], $"Utkast {i}", Laptop)).Code);
        }

        var tooLong = await SaveAsync(Tib, incidents[1], new string('x', SavedDraft.ContentMaxLength), Laptop);

        Assert.Equal(422, tooLong.Code);
        Assert.Equal(204, (await FindAsync(Tib, incidents[0])).Code);
        Assert.Equal("Utkast 1", await TextAsync(Tib, incidents[1]));
    }

    [Fact]
    public async Task There_is_no_draft_where_there_is_no_incident_or_no_right_to_write()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var reader = await Kris.ProgramAsync(Duty.Lasare);

        Assert.Equal(404, (await SaveAsync(Tib, Guid.NewGuid(), "Hallå?", Laptop)).Code);
        Assert.Equal(403, (await SaveAsync(reader, incident, "Hallå?", Laptop)).Code);
        Assert.Equal(401, (await SaveAsync(Kris.Nobody(), incident, "Hallå?", Laptop)).Code);
    }

    // As if it had been set since the draft was saved.
    private async Task ClockWasAsync(int hoursAhead)
    {
        await using var set = Kris.Service<NpgsqlDataSource>().CreateCommand(
            "UPDATE line_draft SET saved_at = saved_at + make_interval(hours => $1)");
        set.Parameters.AddWithValue(hoursAhead);
        await set.ExecuteNonQueryAsync();
    }

    private static string Path(Guid incident) => Calls.Incident(incident, "/draft");

    private static Task<Answer> SaveAsync(HttpClient who, Guid incident, string text, Guid device) =>
        who.PutAsync(Path(incident), new { device, draft = new { text, kind = "anteckning" } });

    private static Task<Answer> FindAsync(HttpClient who, Guid incident, string query = "") =>
        who.LookAsync(Path(incident) + query);

    private static async Task<string?> TextAsync(HttpClient who, Guid incident, string query = "") =>
        (await FindAsync(who, incident, query)).Body.GetProperty("draft").GetProperty("text").GetString();

    private static Task<Answer> EraseAsync(HttpClient who, Guid incident, string query) =>
        who.CallAsync(HttpMethod.Delete, Path(incident) + query, JsonContent.Create(new { }));
}
