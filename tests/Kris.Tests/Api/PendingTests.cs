using System.Text.Json;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Npgsql;

namespace Kris.Tests.Api;

/// <summary>What was written in a duty that was withdrawn before the line arrived.</summary>
[Collection(TestServerCollection.Name)]
public sealed class PendingTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task What_was_written_before_the_duty_was_withdrawn_waits_and_is_accepted_by_the_stabschef_once()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        var writtenAt = Kris.Now.AddSeconds(-2);
        await WithdrawAsync(account);

        var written = await WriteAsync(person, incident, writtenAt);
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var waiting = await PendingLines.OfAsync(Kris.Service<NpgsqlDataSource>(), 10);
        var before = await LineAsync(incident, written.Number);
        var refused = await AcceptAsync(Tib, incident, written.Number);
        var accepted = await AcceptAsync(chief, incident, written.Number);
        var twice = await AcceptAsync(chief, incident, written.Number);

        Assert.Equal(201, written.Code);
        Assert.True(written.Body.GetProperty("pending").GetBoolean());
        Assert.True(before.GetProperty("pending").GetBoolean());
        Assert.Equal("stabsmedlem", before.GetProperty("duty").GetString());
        Assert.Contains(waiting, line => line.Stream == incident && line.Number == written.Number);
        Assert.Equal((403, 200, 422), (refused.Code, accepted.Code, twice.Code));
        Assert.Contains("redan godkänd", twice.Detail, StringComparison.Ordinal);
        Assert.False((await LineAsync(incident, written.Number)).GetProperty("pending").GetBoolean());
        Assert.DoesNotContain(
            await PendingLines.OfAsync(Kris.Service<NpgsqlDataSource>(), 10), line => line.Stream == incident);
    }

    [Fact]
    public async Task A_line_that_waits_says_when_it_was_written_and_is_answered_the_same_when_it_is_asked_for_again()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        var writtenAt = Kris.Now.AddMinutes(-20);
        await WithdrawAsync(account);
        var key = Guid.CreateVersion7();

        var first = await WriteAsync(person, incident, writtenAt, key);
        var again = await WriteAsync(person, incident, writtenAt, key);
        await AssignAsync(account);
        var heldAgain = await WriteAsync(person, incident, writtenAt, key);

        Assert.Equal((201, 200, 200), (first.Code, again.Code, heldAgain.Code));
        Assert.Equal((first.Number, first.Number), (again.Number, heldAgain.Number));
        var line = await LineAsync(incident, first.Number);
        var occurredAt = line.GetProperty("occurredAt").GetDateTimeOffset();
        Assert.Equal(writtenAt.ToUnixTimeMilliseconds(), occurredAt.ToUnixTimeMilliseconds());
        Assert.True(line.GetProperty("late").GetBoolean());
    }

    [Fact]
    public async Task What_was_written_after_the_withdrawal_or_before_the_duty_was_held_is_refused()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        await WithdrawAsync(account, secondsAgo: 31);

        var after = await WriteAsync(person, incident, Kris.Now);
        var ahead = await WriteAsync(person, incident, Kris.Now.AddMinutes(2));
        var before = await WriteAsync(person, incident, Kris.Now.AddDays(-2));
        var unsaid = await person.PutAsync(
            Calls.Line(incident, Guid.NewGuid()), new { kind = "anteckning", text = "Nu?", duty = "stabsmedlem" });
        var never = await person.PutAsync(
            Calls.Line(incident, Guid.NewGuid()),
            new { kind = "anteckning", text = "Då?", duty = "loggforare", writtenAt = Kris.Now.AddSeconds(-30) });

        Assert.All([after, ahead, before, unsaid, never], answer => Assert.Equal(403, answer.Code));
        Assert.Contains("Du har inte uppgiften stabsmedlem", after.Detail, StringComparison.Ordinal);
        Assert.Single(await Tib.LinesAsync(incident));
    }

    [Fact]
    public async Task A_clock_that_is_some_seconds_ahead_does_not_turn_what_waits_into_what_is_refused()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        await WithdrawAsync(account);

        var after = await WriteAsync(person, incident, Kris.Now);
        var ahead = await WriteAsync(person, incident, Kris.Now.AddSeconds(20));

        Assert.Equal((201, 201), (after.Code, ahead.Code));
        var line = await LineAsync(incident, ahead.Number);
        Assert.True(line.GetProperty("occurredAt").GetDateTimeOffset() <= Kris.Now);
    }

    [Fact]
    public async Task Whoever_held_the_duty_for_two_units_waits_with_the_one_that_the_line_names()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (water, school) = ((await Kris.UnitAsync("Vatten")).Id, (await Kris.UnitAsync("Skola")).Id);
        var account = await Kris.HoldingAsync(
            new(Duty.Forvaltningschef, water), new(Duty.Forvaltningschef, school), new(Duty.Lasare, null));
        var person = await Kris.BrowserAsync(account);
        var held = await WriteAsync(person, incident, Kris.Now, unit: school);
        var (writtenAt, file) = (Kris.Now.AddSeconds(-2), Guid.CreateVersion7());
        await WithdrawAsync(account, Duty.Forvaltningschef);

        var written = await WriteAsync(person, incident, writtenAt, unit: school);
        var unsaid = await WriteAsync(person, incident, writtenAt, duty: "forvaltningschef");
        var at = Uri.EscapeDataString(writtenAt.ToString("O"));
        var sent = await SendAsync(
            person, incident, file, $"?name=karta.pdf&duty=forvaltningschef&unit={school}&writtenAt={at}");

        Assert.Equal((201, 201, 403, 201), (held.Code, written.Code, unsaid.Code, sent.Code));
        foreach (var line in new[] { held, written })
            Assert.Equal(school, (await LineAsync(incident, line.Number)).GetProperty("unit").GetGuid());
        Assert.True(written.Body.GetProperty("pending").GetBoolean());
    }

    [Fact]
    public async Task A_file_that_had_not_been_sent_when_the_duty_was_withdrawn_waits_with_its_line()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        var (writtenAt, file) = (Kris.Now.AddSeconds(-40), Guid.CreateVersion7());
        await WithdrawAsync(account, secondsAgo: 31);

        var unsaid = await SendAsync(person, incident, Guid.CreateVersion7(), "?duty=stabsmedlem");
        var after = await SendAsync(person, incident, Guid.CreateVersion7(), Query(Kris.Now));
        var unknown = await SendAsync(person, incident, Guid.CreateVersion7(), "?duty=kung");
        var sent = await SendAsync(person, incident, file, Query(writtenAt));
        var line = await person.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()),
            new
            {
                kind = "anteckning",
                text = "Med karta.",
                duty = "stabsmedlem",
                writtenAt,
                attachments = new[] { file },
            });

        Assert.Equal((403, 403, 400), (unsaid.Code, after.Code, unknown.Code));
        Assert.Equal((201, 201), (sent.Code, line.Code));
        Assert.True(line.Body.GetProperty("pending").GetBoolean());

        static string Query(DateTimeOffset at) =>
            $"?name=karta.pdf&duty=stabsmedlem&writtenAt={Uri.EscapeDataString(at.ToString("O"))}";
    }

    [Fact]
    public async Task A_correction_does_not_wait_because_it_would_strike_at_once()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        var wrong = await WriteAsync(person, incident, Kris.Now);
        await WithdrawAsync(account);

        var answer = await person.PutAsync(
            Calls.Line(incident, Guid.NewGuid()),
            new
            {
                kind = "rattelse",
                text = "Rätt.",
                corrects = wrong.Number,
                correctionReason = "Felskrivning.",
                duty = "stabsmedlem",
                writtenAt = Kris.Now.AddMinutes(-5),
            });

        Assert.Equal(403, answer.Code);
    }

    [Fact]
    public async Task What_is_saved_already_is_answered_even_when_the_duty_is_gone_and_nothing_is_written_twice()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        var wrong = await WriteAsync(person, incident, Kris.Now);
        var (key, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var body = new
        {
            kind = "rattelse",
            text = "Rätt.",
            corrects = wrong.Number,
            correctionReason = "Felskrivning.",
            duty = "stabsmedlem",
        };
        var changed = body with { text = "Något annat." };
        var inPart = body with { correctionReason = "Nya uppgifter." };
        var saved = await person.PutAsync(Calls.Line(incident, key), body);
        await WithdrawAsync(account);

        var again = await person.PutAsync(Calls.Line(incident, key), body);
        var otherText = await person.PutAsync(Calls.Line(incident, key), changed);
        var otherReason = await person.PutAsync(Calls.Line(incident, key), inPart);
        var otherKey = await person.PutAsync(Calls.Line(incident, other), body);
        var stranger = await (await Kris.PersonAsync(Duty.Lasare)).PutAsync(Calls.Line(incident, key), body);

        Assert.Equal((201, 200), (saved.Code, again.Code));
        Assert.Equal(saved.Number, again.Number);
        Assert.All([otherText, otherReason, otherKey, stranger], answer => Assert.Equal(403, answer.Code));
        Assert.Equal(3, (await Tib.LinesAsync(incident)).Count);
    }

    [Fact]
    public async Task Only_what_waits_is_accepted()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var line = await Tib.WriteAsync(incident, "En vanlig rad.");

        var answer = await AcceptAsync(await Kris.ProgramAsync(Duty.Stabschef), incident, line.Number);

        Assert.Equal(422, answer.Code);
        Assert.Equal("Raden väntar inte på att godkännas.", answer.Detail);
    }

    [Fact]
    public async Task Whoever_has_no_account_any_more_is_told_why_the_line_was_not_taken()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var (account, person) = await MemberAsync();
        await Kris.Desk.ActAsync(account, a => a.Disable(othersAdminister: true, Actor.Machine, Kris.Now));

        var answer = await WriteAsync(person, incident, Kris.Now.AddMinutes(-1));

        Assert.Equal(401, answer.Code);
        Assert.Contains("Kontot är avstängt", answer.Detail, StringComparison.Ordinal);
        Assert.Single(await Tib.LinesAsync(incident));
    }

    // The second duty keeps the login alive in something when the first is gone.
    private async Task<(Account Account, HttpClient Person)> MemberAsync()
    {
        var account = await Kris.AccountAsync(Duty.Stabsmedlem, Duty.Lasare);
        return (account, await Kris.BrowserAsync(account));
    }

    private async Task WithdrawAsync(Account account, Duty duty = Duty.Stabsmedlem, int secondsAgo = 0)
    {
        var at = Kris.Now.AddSeconds(-secondsAgo);
        await Kris.Desk.ActAsync(account, a =>
        {
            foreach (var period in a.Duties.Where(held => held.Duty == duty && held.WithdrawnAt is null).ToList())
                a.Withdraw(period.Id, othersAdminister: true, Actor.Machine, at);
        });
    }

    private async Task AssignAsync(Account account)
    {
        await using var db = await Kris.DbAsync();
        var now = await db.Accounts.FindAsync(account.Id);
        await Kris.Desk.ActAsync(
            now!, a => a.Assign(Duty.Stabsmedlem, null, Kris.Now.AddSeconds(-1), null, Actor.Machine, Kris.Now));
    }

    private static Task<Answer> WriteAsync(
        HttpClient who,
        Guid incident,
        DateTimeOffset writtenAt,
        Guid? key = null,
        string? duty = null,
        Guid? unit = null) => who.PutAsync(
        Calls.Line(incident, key ?? Guid.CreateVersion7()),
        new
        {
            kind = "anteckning",
            text = "Skrevs i tid.",
            duty = duty ?? (unit is null ? "stabsmedlem" : "forvaltningschef"),
            unit,
            writtenAt,
        });

    private static Task<Answer> SendAsync(HttpClient who, Guid incident, Guid key, string query)
    {
        var file = new ByteArrayContent("%PDF-1.7\n%%EOF\n"u8.ToArray());
        file.Headers.ContentType = new("application/octet-stream");
        return who.CallAsync(HttpMethod.Put, Calls.Incident(incident, $"/attachments/{key}{query}"), file);
    }

    private static Task<Answer> AcceptAsync(HttpClient who, Guid incident, long number) => who.PostAsync(
        Calls.Incident(incident, $"/lines/{number}/accept"), new { key = Guid.NewGuid() });

    private async Task<JsonElement> LineAsync(Guid incident, long number) =>
        (await Tib.LinesAsync(incident)).Single(line => line.GetProperty("number").GetInt64() == number);
}
