using System.Text;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Hosting;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class RefusalTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Incidents = "/api/v1/incidents";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"kind":"anteckning"}""")]
    [InlineData("""{"text":"Text"}""")]
    [InlineData("""{"kind":"anteckning","text":null}""")]
    [InlineData("""{"kind":"anteckning","text":7}""")]
    [InlineData("""{"kind":"drake","text":"Text"}""")]
    [InlineData("""{"kind":3,"text":"Text"}""")]
    [InlineData("""{"kind":{},"text":"Text"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","corrects":"1"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","corrects":1.5}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","corrects":99999999999999999999}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","duty":"kejsare"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","occurredAt":"i går"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","occurredAt":"2026-03-01"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","occurredAt":"2026-03-01T14:05:00"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","occurredAt":"2026-03-01T14:05:00+99:00"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","occurredAt":1772370300}""")]
    [InlineData("""{"kind":"anteckning","text":"\ud800"}""")]
    [InlineData("""{"kind":"anteckning","text":"en","text":"två"}""")]
    [InlineData("""{"kind":"anteckning","text":"Text","lagrum":"osl-18-13","Lagrum":null}""")]
    public async Task What_cannot_be_read_is_malformed(string body)
    {
        var incident = await Tib.OpenAsync();

        var answer = await Tib.RawAsync(HttpMethod.Put, Calls.Line(incident.Id, Guid.NewGuid()), body);

        UnlessProblem(answer, 400);
        Assert.Single(await Tib.LinesAsync(incident.Id));
    }

    // What was to be secret is not written open because of a letter.
    [Theory]
    [InlineData("lagrumm", "osl-18-13")]
    [InlineData("marking", "osl-18-13")]
    [InlineData("krets", "staben")]
    [InlineData("marking_reason", "Visar förmåga.")]
    [InlineData("", "Utan namn")]
    [InlineData("clockCorrectionn", "sju")]
    public async Task A_field_that_there_is_not_is_refused_by_its_name_and_nothing_is_written(string name, string value)
    {
        var incident = await Tib.OpenAsync();
        var body = new Dictionary<string, string> { ["kind"] = "anteckning", ["text"] = "Text", [name] = value };

        var answer = await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), body);

        UnlessProblem(answer, 400);
        Assert.Equal(name, answer.Text("unknownField"));
        Assert.Contains($"Fältet ”{name}” finns inte. Inget har sparats.", answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(value, answer.Raw, StringComparison.Ordinal);
        Assert.Single(await Tib.LinesAsync(incident.Id));
    }

    [Theory]
    [InlineData("/api/v1/incidents", """{"key":"0193a5b0-1c00-7000-8000-000000000001","title":"Brand","typ":"x"}""")]
    [InlineData("/lines/1/mark", """{"key":"0193a5b0-1c00-7000-8000-000000000001","lagrum":"a","cirkle":"staben"}""")]
    [InlineData("/lines/1/erasure/confirm", """{"key":"0193a5b0-1c00-7000-8000-000000000001","kopior":[]}""")]
    [InlineData("/level", """{"key":"0193a5b0-1c00-7000-8000-000000000001","level":"sarskild-handelse"}""")]
    public async Task So_is_one_in_any_call_that_acts(string path, string json)
    {
        var incident = await Tib.OpenAsync();
        var address = path.StartsWith("/api", StringComparison.Ordinal) ? path : Calls.Incident(incident.Id, path);

        var answer = await Tib.RawAsync(HttpMethod.Post, address, json);

        UnlessProblem(answer, 400);
        Assert.NotEmpty(answer.Text("unknownField"));
        Assert.Single(await Tib.LinesAsync(incident.Id));
    }

    [Fact]
    public async Task The_name_of_a_field_that_there_is_not_is_told_as_far_as_there_is_room()
    {
        var incident = await Tib.OpenAsync();
        var body = new Dictionary<string, string> { ["kind"] = "anteckning", ["text"] = "Text", [new('x', 5000)] = "" };

        var answer = await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), body);

        UnlessProblem(answer, 400);
        Assert.Equal($"{new string('x', 60)} …", answer.Text("unknownField"));
    }

    [Theory]
    [InlineData("/api/v1/incidents/inte-ett-id", 400)]
    [InlineData("/api/v1/incidents/inte-ett-id/lines", 400)]
    [InlineData("/api/v1/incidents?limit=0", 400)]
    [InlineData("/api/v1/incidents?limit=-5", 400)]
    [InlineData("/api/v1/incidents?limit=många", 400)]
    [InlineData("/api/v1/incidents?after=-1", 400)]
    [InlineData("/api/v1/incidents?open=kanske", 400)]
    [InlineData("/api/v1/incidents?level=katastrof", 400)]
    [InlineData("/api/v1/incidents?q=%00", 422)]
    [InlineData("/api/v1/incidents/00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("/api/v1/incidents/00000000-0000-0000-0000-000000000000/lines", 404)]
    [InlineData("/api/v1/drakar", 404)]
    [InlineData("/api/", 404)]
    public async Task A_question_that_makes_no_sense_is_refused(string question, int expected) =>
        UnlessProblem(await Tib.LookAsync(question), expected);

    [Fact]
    public async Task After_and_limit_of_lines_are_checked_and_bounded()
    {
        var incident = await Tib.OpenAsync();
        var lines = Calls.Incident(incident.Id, "/lines");

        UnlessProblem(await Tib.LookAsync($"{lines}?after=-1"), 400);
        UnlessProblem(await Tib.LookAsync($"{lines}?limit=-1"), 400);
        UnlessProblem(await Tib.LookAsync($"{lines}?after=99999999999999999999"), 400);
        Assert.Equal(200, (await Tib.LookAsync($"{lines}?limit=5000")).Code);
        Assert.Equal(200, (await Tib.LookAsync($"{lines}?after={long.MaxValue}")).Code);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_as_such_and_what_is_too_long_by_a_rule()
    {
        var incident = await Tib.OpenAsync();

        UnlessProblem(await Tib.WriteAsync(incident.Id, new string('x', 1024 * 1024)), 413);
        UnlessProblem(await Tib.WriteAsync(incident.Id, new string('x', 10_001)), 422);
        Assert.Equal(201, (await Tib.WriteAsync(incident.Id, new string('x', 10_000))).Code);
    }

    [Theory]
    [InlineData("text/plain", "utf-8")]
    [InlineData("application/xml", "utf-8")]
    [InlineData("application/json", "klingon")]
    [InlineData("application/json", "")]
    public async Task What_is_not_json_in_utf8_is_refused_as_such(string type, string charset)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"key":"x"}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", $"{type}; charset={charset}");

        UnlessProblem(await Tib.CallAsync(HttpMethod.Post, Incidents, content), 415);
    }

    [Fact]
    public async Task An_event_type_that_there_is_not_is_refused()
    {
        var answer = await Tib.PostAsync(Incidents, new { key = Guid.NewGuid(), title = "Brand", type = "drakar" });

        UnlessProblem(answer, 422);
        UnlessProblem(await Tib.PostAsync(Incidents, new { key = Guid.NewGuid(), title = " " }), 422);
        var bell = new { key = Guid.NewGuid(), title = "Brand", firstLine = "\u0007" };
        UnlessProblem(await Tib.PostAsync(Incidents, bell), 422);
        Assert.Empty((await Tib.LookAsync(Incidents)).Body.GetProperty("incidents").EnumerateArray());
    }

    [Fact]
    public async Task Too_many_calls_are_told_when_to_come_back_and_do_not_disturb_others()
    {
        await using var slow = await KrisServer.StartAsync(Postgres, new KrisSettings { Rate = 5 });
        var (one, other) = (await slow.ProgramAsync(Duty.Tib), await slow.ProgramAsync(Duty.Tib));

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => one.LookAsync(Incidents)));

        var refused = answers.Where(answer => answer.Code == 429).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => UnlessProblem(answer, 429));
        Assert.All(refused, answer => Assert.True(answer.Message.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.True(answers.Count(answer => answer.Code == 200) >= 20);
        Assert.Equal(200, (await other.LookAsync(Incidents)).Code);
    }

    [Fact]
    public async Task What_fails_inside_says_nothing_of_it_but_a_reference()
    {
        var database = new Npgsql.NpgsqlConnectionStringBuilder(Kris.Connection).Database!;
        await Ask.RunAsync(Postgres.Super(database), "DROP TABLE level_change");

        var answer = await Tib.LookAsync(Incidents);

        UnlessProblem(answer, 500);
        Assert.Contains(answer.Text("reference"), answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("level_change", answer.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_to_be_so_and_found_again()
    {
        var incident = await Tib.OpenAsync();
        var person = await Kris.PersonAsync(Duty.Tib);
        var database = new Npgsql.NpgsqlConnectionStringBuilder(Kris.Connection).Database!;
        await Ask.RunAsync(Postgres.Super("postgres"), $"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await Ask.RunAsync(
            Postgres.Super("postgres"),
            $"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{database}'");

        var key = Guid.NewGuid();
        var away = await Tib.WriteAsync(incident.Id, "Bron är stängd.", key);
        var notReady = await Kris.Nobody().LookAsync("/readyz");
        var alive = await Kris.Nobody().LookAsync("/healthz");
        var page = await person.LookAsync($"/handelser/{incident.Id}");
        await Ask.RunAsync(Postgres.Super("postgres"), $"ALTER DATABASE {database} ALLOW_CONNECTIONS true");

        UnlessProblem(away, 503);
        Assert.NotNull(away.Message.Headers.RetryAfter);
        UnlessProblem(notReady, 503);
        Assert.Equal(200, alive.Code);
        Assert.Equal(503, page.Code);
        Assert.Contains("Databasen svarar inte just nu", page.Raw, StringComparison.Ordinal);
        Assert.NotNull(page.Message.Headers.RetryAfter);
        Assert.Equal(200, (await person.LookAsync($"/handelser/{incident.Id}")).Code);
        Assert.Equal(201, (await Tib.WriteAsync(incident.Id, "Bron är stängd.", key)).Code);
        Assert.Equal(200, (await Kris.Nobody().LookAsync("/readyz")).Code);
    }

    [Fact]
    public async Task A_database_that_is_not_migrated_is_not_ready()
    {
        await using var bare = await KrisServer.StartOnAsync(Postgres.App(await Postgres.NewDatabaseAsync()));

        Assert.Equal(503, (await bare.Nobody().LookAsync("/readyz")).Code);
        Assert.Equal(200, (await bare.Nobody().LookAsync("/healthz")).Code);
    }

    private static void UnlessProblem(Answer answer, int status)
    {
        Assert.Equal(status, answer.Code);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, answer.Body.GetProperty("status").GetInt32());
        Assert.Matches("[a-zåäö]{3}.*[.]$", answer.Detail);
    }
}
