using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Secrecy;

[Collection(LogServerCollection.Name)]
public sealed class MarkingApiTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Word = "Reservvattnet";

    [Fact]
    public async Task Outside_the_circle_a_line_is_its_number_and_time_and_inside_it_waits_to_be_opened()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var written = await Tib.SecretAsync(incident, $"{Word} står i Åsen.");
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var reader = await Kris.ProgramAsync(Duty.Lasare);

        var outside = (await reader.LinesAsync(incident))[1];
        var inside = (await chief.LinesAsync(incident))[1];
        var opened = (await chief.ReadAsync(incident, 2)).Body;

        Assert.Equal(["number", "recordedAt", "hidden"], outside.EnumerateObject().Select(field => field.Name));
        Assert.Equal(written.Text("recordedAt"), outside.GetProperty("recordedAt").GetString());
        Assert.True(outside.GetProperty("hidden").GetBoolean());
        Assert.False(inside.TryGetProperty("text", out _));
        Assert.Equal("osl-18-13", inside.GetProperty("marking").GetProperty("lagrum").GetString());
        Assert.Equal($"{Word} står i Åsen.", opened.GetProperty("text").GetString());
        Assert.Equal("Visar förmåga.", opened.GetProperty("markingReason").GetString());
        Assert.True((await reader.ReadAsync(incident, 2)).Body.GetProperty("hidden").GetBoolean());
    }

    [Fact]
    public async Task Opening_is_recorded_and_listing_is_not()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.SecretAsync(incident, Word);
        var chief = await Kris.ProgramAsync(Duty.Stabschef);

        await chief.LinesAsync(incident);
        Assert.Empty(await ReadingsAsync(chief, incident));
        await Tib.ReadAsync(incident, 2);
        await (await Kris.ProgramAsync(Duty.Lasare)).ReadAsync(incident, 2);
        await chief.LookAsync(Calls.Incident(incident, "/export"));

        Assert.Equal(["stabschef export", "tib oppnad"], await ReadingsAsync(chief, incident));
    }

    [Fact]
    public async Task Whoever_wrote_the_line_and_whoever_is_named_read_it()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var named = await Kris.AccountAsync(Duty.Kommunikator);
        var browser = await Kris.BrowserAsync(named);
        var other = await Kris.PersonAsync(Duty.Kommunikator);

        Assert.Equal(201, (await Tib.SecretAsync(incident, Word, "namngivna", named.Id)).Code);

        Assert.Equal(Word, (await Tib.ReadAsync(incident, 2)).Text("text"));
        Assert.Equal(Word, (await browser.ReadAsync(incident, 2)).Text("text"));
        Assert.True((await other.ReadAsync(incident, 2)).Body.GetProperty("hidden").GetBoolean());
        Assert.Equal(422, (await Tib.SecretAsync(incident, Word, "namngivna", Guid.NewGuid())).Code);
        Assert.Equal(422, (await Tib.SecretAsync(incident, Word, "namngivna")).Code);
    }

    [Fact]
    public async Task A_marking_afterwards_hides_the_line_at_once_and_lifting_it_shows_it_again()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Word);
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var reader = await Kris.ProgramAsync(Duty.Lasare);
        var key = Guid.CreateVersion7();

        var marked = await chief.MarkAsync(incident, 2, key: key);
        var again = await chief.MarkAsync(incident, 2, key: key);
        Assert.Equal((200, 3L, 3L), (again.Code, marked.Number, again.Number));
        Assert.Equal(409, (await chief.MarkAsync(incident, 2, "staben", key)).Code);
        Assert.True((await reader.ReadAsync(incident, 2)).Body.GetProperty("hidden").GetBoolean());
        Assert.DoesNotContain(Word, (await reader.LinesAsync(incident))[2].ToString(), StringComparison.Ordinal);
        Assert.Equal(403, (await Tib.MarkAsync(incident, 2)).Code);
        Assert.Equal(403, (await Tib.UnmarkAsync(incident, 2)).Code);

        Assert.Equal(200, (await chief.UnmarkAsync(incident, 2)).Code);
        Assert.Equal(Word, (await reader.ReadAsync(incident, 2)).Text("text"));
        Assert.Equal(422, (await chief.UnmarkAsync(incident, 2)).Code);
    }

    [Fact]
    public async Task A_correction_and_a_move_of_a_marked_line_stay_marked_and_a_retry_is_answered()
    {
        var (incident, other) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await Tib.SecretAsync(incident, Word);
        var (chief, reader) = (await Kris.ProgramAsync(Duty.Stabschef), await Kris.ProgramAsync(Duty.Lasare));
        var key = Guid.CreateVersion7();
        var correction = Calls.Correction($"{Word} är i Åsen.", corrects: 2);

        var written = await chief.PutAsync(Calls.Line(incident, key), correction);
        var again = await chief.PutAsync(Calls.Line(incident, key), correction);
        var moved = await chief.PostAsync(
            Calls.Incident(incident, "/lines/3/move"),
            new { key = Guid.CreateVersion7(), to = other, reason = $"{Word} hör dit." });

        Assert.Equal((201, 200, 3L, 3L), (written.Code, again.Code, written.Number, again.Number));
        Assert.Equal(200, moved.Code);
        foreach (var (stream, number) in new[] { (incident, 2L), (incident, 3L), (incident, 4L), (other, 2L) })
            Assert.True((await reader.ReadAsync(stream, number)).Body.GetProperty("hidden").GetBoolean(), $"{number}");
        Assert.Equal($"{Word} är i Åsen.", (await chief.ReadAsync(other, 2)).Text("text"));
        // Whoever wrote the first line reads what came of it.
        Assert.Equal($"{Word} är i Åsen.", (await Tib.ReadAsync(other, 2)).Text("text"));
        var outsider = await Kris.ProgramAsync(Duty.Stabsmedlem);
        Assert.Equal(403, (await outsider.PostAsync(
            Calls.Incident(other, "/lines/2/flag"), new { key = Guid.CreateVersion7() })).Code);
    }

    [Fact]
    public async Task What_may_say_the_same_is_marked_with_the_line_or_said_to_be_open()
    {
        var (incident, other) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await Tib.WriteAsync(incident, Word);
        await Tib.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction($"{Word} är i Åsen.", 2));
        var (chief, reader) = (await Kris.ProgramAsync(Duty.Stabschef), await Kris.ProgramAsync(Duty.Lasare));
        await chief.PostAsync(
            Calls.Incident(incident, "/lines/3/move"),
            new { key = Guid.CreateVersion7(), to = other, reason = "Hör dit." });

        var none = await chief.PostAsync(Calls.Incident(incident, "/lines/2/mark"), new
        {
            key = Guid.CreateVersion7(),
            lagrum = "osl-26-1",
            markingReason = "Visar.",
            circle = "staben",
            copies = Array.Empty<object>(),
        });
        Assert.Equal([(incident, 3L, null), (other, 2L, null)], Copies(none));
        var key = Guid.CreateVersion7();
        var all = await chief.MarkAsync(incident, 2, key: key);

        Assert.Equal([(incident, 3L, 7L), (other, 2L, 3L)], Copies(all).Order());
        Assert.Equal(Copies(all), Copies(await chief.MarkAsync(incident, 2, key: key)));
        foreach (var (stream, number) in new[] { (incident, 2L), (incident, 3L), (other, 2L) })
            Assert.True((await reader.ReadAsync(stream, number)).Body.GetProperty("hidden").GetBoolean(), $"{number}");
    }

    [Fact]
    public async Task A_correction_that_is_written_as_secret_closes_the_words_that_it_corrects()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, $"{Word} står i Åsen.");
        await Tib.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction($"{Word} är i Åsen.", 2));
        var (path, correction) = (Calls.Line(incident, Guid.CreateVersion7()), new
        {
            kind = "rattelse",
            text = "Uppgiften hör inte hit.",
            corrects = 3,
            correctionReason = "Sekretess.",
            lagrum = "osl-21-1",
            markingReason = "Gäller en enskild.",
            circle = "stabsledningen",
        });

        var written = await Tib.PutAsync(path, correction);
        var again = await Tib.PutAsync(path, correction);

        Assert.Equal((201, 200, 4L, 4L), (written.Code, again.Code, written.Number, again.Number));
        var lines = await (await Kris.ProgramAsync(Duty.Lasare)).LinesAsync(incident);
        Assert.Equal([2L, 3L, 4L], lines.Where(line => line.TryGetProperty("hidden", out _))
            .Select(line => line.GetProperty("number").GetInt64()));
        Assert.Equal(6, lines.Count);
        Assert.DoesNotContain(Word, string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_is_refused_with_a_sentence()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var path = Calls.Line(incident, Guid.CreateVersion7());

        foreach (var body in new object[]
                 {
                     new { kind = "beslut", text = "A", lagrum = "osl-9-9", markingReason = "x", circle = "staben" },
                     new { kind = "anteckning", text = "A", lagrum = "osl-18-13", circle = "staben" },
                     new { kind = "anteckning", text = "A", lagrum = "osl-18-13", markingReason = "x" },
                     new { kind = "anteckning", text = "A", markingReason = "x" },
                     new { kind = "anteckning", text = "A", lagrum = "'; --", markingReason = "x", circle = "staben" },
                 })
            Assert.Equal(422, (await Tib.PutAsync(path, body)).Code);
        Assert.Equal(404, (await Tib.MarkAsync(incident, 99)).Code);
        Assert.Equal(404, (await Tib.MarkAsync(Guid.NewGuid(), 1)).Code);
        Assert.Equal(404, (await Tib.ReadAsync(incident, 0)).Code);
        Assert.Single(await Tib.LinesAsync(incident));
    }

    [Fact]
    public async Task People_are_found_by_name_when_they_hold_a_duty_that_reads_marked_lines()
    {
        await Kris.AccountAsync(Duty.Lasare);
        var chief = await Kris.AccountAsync(Duty.Stabschef);

        var found = (await Tib.LookAsync("/api/v1/readers?q=prov")).Body.GetProperty("readers");
        var bases = (await Tib.LookAsync("/api/v1/legal-bases")).Body.GetProperty("bases");

        var only = Assert.Single(found.EnumerateArray());
        Assert.Equal(chief.Id, only.GetProperty("id").GetGuid());
        Assert.Contains(bases.EnumerateArray(), basis => basis.GetProperty("paragraph").GetString() == "OSL 21:7");
        Assert.Equal(403, (await (await Kris.ProgramAsync(Duty.Lasare)).LookAsync("/api/v1/readers?q=p")).Code);
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

    private static async Task<IReadOnlyList<string>> ReadingsAsync(HttpClient who, Guid incident)
    {
        var answer = await who.LookAsync(Calls.Incident(incident, "/lines/2/readings"));
        return
        [
            .. answer.Body.GetProperty("readings").EnumerateArray()
                .Select(row => $"{row.GetProperty("duty").GetString()} {row.GetProperty("way").GetString()}"),
        ];
    }
}
