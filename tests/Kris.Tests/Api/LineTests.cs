using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class LineTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_line_is_answered_with_its_number_time_and_hash_and_again_with_the_same()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();

        var first = await Tib.WriteAsync(incident.Id, "Pumpen är lagad.", key);
        await Kris.RestartAsync();
        var again = await Kris.Again(Tib).WriteAsync(incident.Id, "Pumpen är lagad.", key);

        Assert.Equal(201, first.Code);
        Assert.Equal(2, first.Number);
        Assert.Equal(64, first.Text("hash").Length);
        Assert.Equal(200, again.Code);
        Assert.Equal(first.Raw, again.Raw);
    }

    [Fact]
    public async Task How_the_request_is_written_makes_no_difference_to_what_is_asked_for()
    {
        var incident = await Tib.OpenAsync();
        var line = Calls.Line(incident.Id, Guid.CreateVersion7());

        var first = await WriteAsync("""{"kind":"inkommet","text":"Larm","from":"SOS"}""");
        var again = await WriteAsync("""{ "from": "SOS", "text": "\u004carm", "kind": "inkommet" }""");

        Assert.Equal((201, 200), (first.Code, again.Code));

        Task<Answer> WriteAsync(string body) => Tib.RawAsync(HttpMethod.Put, line, body);
    }

    [Fact]
    public async Task Other_content_under_a_key_is_a_conflict_and_so_is_another_incident_or_author()
    {
        var incident = await Tib.OpenAsync();
        var other = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();
        await Tib.WriteAsync(incident.Id, "Vattnet är avstängt.", key);

        Answer[] refused =
        [
            await Tib.WriteAsync(other.Id, "Vattnet är avstängt.", key),
            await (await Kris.ProgramAsync(Duty.Tib)).WriteAsync(incident.Id, "Vattnet är avstängt.", key),
        ];

        Assert.All(refused, answer => Assert.Equal(409, answer.Code));
        Assert.All(refused, answer => Assert.Contains("används redan", answer.Detail, StringComparison.Ordinal));
        Assert.Equal(2, (await Tib.LinesAsync(incident.Id)).Count);
    }

    [Fact]
    public async Task Whoever_sends_other_words_under_a_key_of_their_own_is_told_which_line_stands()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();
        await Tib.WriteAsync(incident.Id, "Vattnet är avstängt.", key);

        var other = await Tib.WriteAsync(incident.Id, "Vattnet är på.", key);

        Assert.Equal(409, other.Code);
        Assert.Contains("redan sparad som rad 2 med en annan lydelse", other.Detail, StringComparison.Ordinal);
        Assert.Equal(2, (await Tib.LinesAsync(incident.Id)).Count);
    }

    [Fact]
    public async Task A_hundred_times_the_same_line_at_once_is_one_line()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Tib.WriteAsync(incident.Id, "Bron är stängd.", key)));

        Assert.Single(answers, answer => answer.Code == 201);
        Assert.Equal(99, answers.Count(answer => answer.Code == 200));
        Assert.Single(answers.Select(answer => answer.Raw).Distinct());
        Assert.Equal(2, (await Tib.LinesAsync(incident.Id)).Count);
    }

    [Fact]
    public async Task What_happens_more_than_five_minutes_from_now_is_refused()
    {
        var incident = await Tib.OpenAsync();

        var soon = await AtAsync(TimeSpan.FromMinutes(4));
        var later = await AtAsync(TimeSpan.FromMinutes(6));

        Assert.Equal(201, soon.Code);
        Assert.Equal(422, later.Code);
        Assert.Contains("fem minuter", later.Detail, StringComparison.Ordinal);

        Task<Answer> AtAsync(TimeSpan ahead) => Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()),
            new { kind = "observation", text = "Rök över skogen.", occurredAt = Kris.Now + ahead });
    }

    [Fact]
    public async Task A_line_is_not_written_where_there_is_no_incident()
    {
        var account = await Kris.AccountAsync(Duty.Lasare);

        var nowhere = await Tib.WriteAsync(Guid.NewGuid(), "Hallå?");
        var inAccount = await Tib.WriteAsync(account.Id, "Hallå?");

        Assert.Equal(404, nowhere.Code);
        Assert.Equal(404, inAccount.Code);
        Assert.Equal("Händelsen finns inte.", inAccount.Detail);
        Assert.Equal(404, (await Tib.LookAsync(Calls.Incident(account.Id, "/lines"))).Code);
    }

    [Fact]
    public async Task A_correction_strikes_its_line_once_and_can_be_asked_for_again()
    {
        var incident = await Tib.OpenAsync();
        var wrong = await Tib.WriteAsync(incident.Id, "200 hushåll.");
        var body = Calls.Correction("2 000 hushåll.", wrong.Number);
        var line = Calls.Line(incident.Id, Guid.CreateVersion7());

        var first = await Tib.PutAsync(line, body);
        var again = await Tib.PutAsync(line, body);
        var second = await Tib.PutAsync(Calls.Line(incident.Id, Guid.CreateVersion7()), body);

        Assert.Equal((201, 200, 422), (first.Code, again.Code, second.Code));
        var lines = await Tib.LinesAsync(incident.Id);
        Assert.Equal(first.Number, lines[1].GetProperty("struckBy").GetInt64());
        Assert.Equal(wrong.Number, lines[2].GetProperty("corrects").GetInt64());
    }

    [Fact]
    public async Task A_correction_happened_when_its_line_did_unless_it_says_otherwise()
    {
        var incident = await Tib.OpenAsync();
        var when = new DateTimeOffset(2026, 1, 2, 9, 0, 37, TimeSpan.Zero);
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), new { kind = "anteckning", text = "Läcka.", occurredAt = when });
        var pump = (await Tib.WriteAsync(incident.Id, "Pump.")).Body.GetProperty("recordedAt").GetDateTimeOffset();
        var sent = Calls.Line(incident.Id, Guid.CreateVersion7());

        var silent = await Tib.PutAsync(sent, Calls.Correction("Läckan.", corrects: 2));
        var again = await Tib.PutAsync(sent, Calls.Correction("Läckan.", corrects: 2));
        await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), Calls.Correction("Pumpen.", corrects: 3));
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()),
            new
            {
                kind = "rattelse",
                text = "Läckor.",
                corrects = 4,
                correctionReason = "Fel.",
                occurredAt = when.AddDays(1),
            });

        Assert.Equal((201, 200), (silent.Code, again.Code));
        var times = (await Tib.LinesAsync(incident.Id))
            .Select(line => line.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal([when, pump, when, pump, when.AddDays(1)], times.Skip(1));
    }

    [Fact]
    public async Task Only_a_line_that_is_there_and_ones_own_is_corrected()
    {
        var incident = await Tib.OpenAsync();
        var line = await Tib.WriteAsync(incident.Id, "200 hushåll.");
        var other = await Kris.ProgramAsync(Duty.Stabsmedlem);

        Assert.Equal(422, (await CorrectAsync(Tib, 99)).Code);
        Assert.Equal(422, (await CorrectAsync(Tib, long.MinValue)).Code);
        Assert.Equal(422, (await CorrectAsync(Tib, 1)).Code);
        Assert.Equal(403, (await CorrectAsync(other, line.Number)).Code);

        Task<Answer> CorrectAsync(HttpClient who, long corrects) => who.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), Calls.Correction("2 000 hushåll.", corrects));
    }

    [Fact]
    public async Task A_correction_says_why()
    {
        var incident = await Tib.OpenAsync();
        var wrong = await Tib.WriteAsync(incident.Id, "200 hushåll.");

        var answer = await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()),
            new { kind = "rattelse", text = "2 000 hushåll.", corrects = wrong.Number });

        Assert.Equal(422, answer.Code);
        Assert.StartsWith("Skriv varför raden rättas", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system", "Systemrader skrivs bara av Kris.")]
    [InlineData("rattelse", "En rättelse behöver säga vilken rad den rättar.")]
    public async Task What_a_line_may_not_be_is_refused_by_a_rule(string kind, string sentence)
    {
        var incident = await Tib.OpenAsync();

        var answer = await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), new { kind, text = "Text" });

        Assert.Equal(422, answer.Code);
        Assert.Equal(sentence, answer.Detail);
    }

    [Fact]
    public async Task What_is_written_after_the_incident_was_closed_is_marked()
    {
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var incident = await staff.OpenAsync();
        await staff.WriteAsync(incident.Id, "före");
        var closed = await ActAsync("close", incident.Version);
        await staff.WriteAsync(incident.Id, "efter");
        var reopened = await ActAsync("reopen", closed.Version);
        await staff.WriteAsync(incident.Id, "öppen igen");
        await ActAsync("close", reopened.Version);
        await staff.WriteAsync(incident.Id, "efter igen");

        var marked = (await staff.LinesAsync(incident.Id, after: 1))
            .Where(line => line.GetProperty("afterClose").GetBoolean())
            .Select(line => line.GetProperty("text").GetString()!);

        Assert.Equal(["efter", "efter igen"], marked);

        Task<Answer> ActAsync(string verb, uint seen) => staff.PostAsync(
            Calls.Incident(incident.Id, $"/{verb}"), new { key = Guid.NewGuid(), seen, reason = "Läget är lugnt." });
    }

    [Fact]
    public async Task Eight_writers_and_a_reader_see_every_number_once_and_in_order()
    {
        var incident = await Tib.OpenAsync();
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 25; i++)
                Assert.Equal(201, (await Tib.WriteAsync(incident.Id, $"Rad {i} av {writer}")).Code);
        }));

        var read = new List<long>();
        while (read.Count < 201)
        {
            var lines = await Tib.LinesAsync(incident.Id, after: read.Count == 0 ? 0 : read[^1], limit: 7);
            Assert.InRange(lines.Count, 0, 7);
            read.AddRange(lines.Select(line => line.GetProperty("number").GetInt64()));
            Assert.Equal(Enumerable.Range(1, read.Count).Select(number => (long)number), read);
            if (writers.IsFaulted)
                break;
        }

        await writers;
        Assert.Equal(201, read.Count);
    }
}
