using System.Diagnostics;
using System.Net;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.CommandLine;

/// <summary>What a newcomer gets from one command, and the commands beside it while it runs.</summary>
[Collection(DemoKrisCollection.Name)]
public sealed class RunningKrisTests(DemoKris kris)
{
    [Fact]
    public void It_says_where_it_is_and_where_the_demo_accounts_are()
    {
        Assert.Contains($"Kris är igång på {kris.Site.GetLeftPart(UriPartial.Authority)}", kris.Program.Output);
        Assert.Contains(kris.Folder.Data.DemoAccounts, kris.Program.Output);
    }

    [Fact]
    public void The_demo_accounts_are_for_its_owner_alone_and_cover_every_duty()
    {
        var rows = File.ReadAllLines(kris.Folder.Data.DemoAccounts).Select(row => row.Split('\t')).ToList();

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kris.Folder.Data.DemoAccounts));
        Assert.All(rows, row => Assert.Equal(3, row.Length));
        Assert.Equal(rows.Count, rows.Select(row => row[1]).Distinct().Count());
        Assert.All(rows, row => Assert.True(row[1].Replace("-", "", StringComparison.Ordinal).Length >= 16));
        Assert.Equal(
            Duties.All.Select(duty => duty.Code()).Order(),
            rows.SelectMany(row => row[2].Split(',')).Distinct().Order());
    }

    [Fact]
    public async Task Both_courses_of_events_are_played_and_playing_them_again_adds_nothing()
    {
        await kris.UntilPlayedAsync();
        var before = await HeadsAsync();

        var again = await kris.RunAsync("replay", Samples.Path("katrineholm-2020.jsonl"));

        Assert.Equal(0, again.Code);
        Assert.Equal("katrineholm-2020.jsonl: 62 poster uppspelade, varav 62 fanns redan.", again.Output);
        // Other tests hand out tokens meanwhile, and those have streams of their own.
        Assert.Subset((await HeadsAsync()).ToHashSet(), before.ToHashSet());
    }

    [Fact]
    public async Task A_replay_that_the_api_refuses_names_the_line()
    {
        var file = Path.Combine(kris.Folder.Data.Root, "prov.jsonl");
        await File.WriteAllTextAsync(
            file,
            """
            {"do": "open", "ref": "a", "title": "Prov", "began": "2026-01-01T08:00:00+01:00", "duty": "tib"}
            {"do": "close", "ref": "a", "reason": "Slut.", "duty": "kommunikator"}
            """);

        var refused = await kris.RunAsync("replay", file);

        Assert.Equal(1, refused.Code);
        Assert.StartsWith("prov.jsonl, rad 2: Du kan inte avsluta", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_stands_alone_on_its_line_works_and_is_revoked()
    {
        var made = await kris.RunAsync("token", "--name", "Larmbrygga", "--duty", "tib", "--days", "7");
        using var program = kris.Bearing(made.Output);
        var opened = await program.OpenAsync();
        var listed = await kris.RunAsync("token", "list");
        var revoked = await kris.RunAsync("token", "revoke", "Larmbrygga");
        await Task.Delay(TimeSpan.FromSeconds(5));
        var refused = await program.OpenAsync();

        Assert.Matches("^[A-Za-z0-9_-]{43}$", made.Output);
        Assert.Equal(201, opened.Code);
        Assert.Contains("Larmbrygga\ttib\t", listed.Output);
        Assert.Equal((0, "Nyckeln Larmbrygga är återkallad."), (revoked.Code, revoked.Output));
        Assert.Equal(401, refused.Code);
    }

    [Theory]
    [InlineData(2, "finns inte. Välj bland tib, stabschef", "token", "--name", "x", "--duty", "kejsare")]
    [InlineData(2, "--duty saknas", "token", "--name", "x")]
    [InlineData(2, "--name saknas", "token", "--duty", "tib")]
    [InlineData(1, "kan inte ges uppgiften administratör", "token", "--name", "x", "--duty", "administrator")]
    [InlineData(1, "gäller i 1–90 dagar", "token", "--name", "x", "--duty", "tib", "--days", "91")]
    [InlineData(2, "passar inte efter --days", "token", "--name", "x", "--duty", "tib", "--days", "många")]
    [InlineData(1, "behöver en förvaltning", "token", "--name", "x", "--duty", "forvaltningschef")]
    [InlineData(1, "finns inte. Välj bland", "token", "--name", "x", "--duty", "forvaltningschef", "--unit", "Rymd")]
    [InlineData(1, "Ingen nyckel heter", "token", "revoke", "aldrig")]
    [InlineData(1, "finns redan en administratör", "admin-link")]
    [InlineData(1, "används redan av ett annat program", "up")]
    [InlineData(1, "Stoppa den först", "restore", "/etc/hostname", "--yes")]
    [InlineData(2, "finns inte", "verify", "/finns/inte.json")]
    [InlineData(2, "går inte att läsa", "verify", "--against", "/etc/hostname")]
    [InlineData(2, "förstås inte här", "bakåt")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(int code, string sentence, params string[] args)
    {
        var ended = await kris.RunAsync(args);

        Assert.Equal(code, ended.Code);
        Assert.Contains(sentence, ended.Errors);
        Assert.Single(ended.Errors.Split('\n'));
    }

    [Fact]
    public async Task A_second_program_is_kept_out_of_the_folder()
    {
        var second = await kris.RunWithAsync("KRIS_PORT", $"{KrisProgram.FreePort()}", "up");

        Assert.Equal(1, second.Code);
        Assert.Contains("används redan av en annan Kris", second.Errors);
    }

    [Fact]
    public async Task The_journal_is_verified_beside_it_and_against_heads_saved_before()
    {
        var heads = Path.Combine(kris.Folder.Data.Root, "huvuden.txt");
        await File.WriteAllTextAsync(heads, (await kris.RunAsync("heads")).Output + "\n");

        var without = await kris.RunAsync("verify");
        var against = await kris.RunAsync("verify", "--against", heads);
        await File.AppendAllTextAsync(heads, $"{Guid.NewGuid()}\t3\t{new string('0', 64)}\n");
        var cut = await kris.RunAsync("verify", "--against", heads);

        Assert.Equal(0, without.Code);
        Assert.Contains("Äldre huvuden saknas", without.Output);
        Assert.Equal(0, against.Code);
        Assert.DoesNotContain("saknas", against.Output);
        Assert.Equal(1, cut.Code);
        Assert.Contains("saknas, men hade 3 rader när huvudet sparades", cut.Output);
    }

    [Fact]
    public async Task It_is_copied_rebuilt_and_migrated_while_it_runs()
    {
        var copy = Path.Combine(kris.Folder.Data.Root, "kopia.dump");

        var copied = await kris.RunAsync("backup", "--to", copy);
        var rebuilt = await kris.RunAsync("rebuild");
        var migrated = await kris.RunAsync("migrate");

        Assert.Equal((0, copy), (copied.Code, copied.Output));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.Equal(0, rebuilt.Code);
        Assert.Equal("Tabellerna var redan aktuella.", migrated.Output);
    }

    [Fact]
    public async Task It_answers_to_its_own_names_alone()
    {
        using var http = new HttpClient();
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(kris.Site, "/healthz"));
        asked.Headers.Host = "kris.example";

        using var answer = await http.SendAsync(asked);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_database_that_is_killed_is_back_within_five_seconds()
    {
        using var program = kris.Bearing(await kris.TokenAsync("tib", "Uthållig"));
        var incident = (await program.OpenAsync()).Id;
        var key = Guid.CreateVersion7();
        using (var postgres = Process.GetProcessById(PostmasterFile.Read(kris.Folder.Data)!.Process))
            postgres.Kill();
        var killed = Stopwatch.GetTimestamp();

        var answer = await program.WriteAsync(incident, "Skriven över ett avbrott.", key);
        while (answer.Code != 201 && Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(15))
        {
            Assert.True(answer.Code == 503, $"{answer.Code} {answer.Raw}\n{kris.Program.Output}");
            await Task.Delay(100);
            answer = await program.WriteAsync(incident, "Skriven över ett avbrott.", key);
        }

        // A session of the dead server may live long enough to save the line, and to lose the next question.
        var read = await program.LookAsync(Calls.Incident(incident, "/lines"));
        while (read.Code != 200 && Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(15))
        {
            Assert.True(read.Code == 503, $"{read.Code} {read.Raw}\n{kris.Program.Output}");
            await Task.Delay(100);
            read = await program.LookAsync(Calls.Incident(incident, "/lines"));
        }

        Assert.Equal((201, 200), (answer.Code, read.Code));
        Assert.InRange(Stopwatch.GetElapsedTime(killed).TotalSeconds, 0, 5);
        Assert.Equal(2, read.Body.GetProperty("lines").GetArrayLength());
    }

    private async Task<string[]> HeadsAsync() =>
        [.. (await kris.RunAsync("heads")).Output.Split('\n').Where(row => !row.StartsWith('#'))];
}
