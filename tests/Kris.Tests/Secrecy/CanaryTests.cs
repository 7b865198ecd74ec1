using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Api;
using Kris.Tests.Journal.Attachments;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;

namespace Kris.Tests.Secrecy;

/// <summary>
/// Words that stand in marked lines alone, looked for in every answer of the program to everybody who may not read
/// them. A route that is added is visited here by itself.
/// </summary>
[Collection(LogServerCollection.Name)]
public sealed partial class CanaryTests(TestServer postgres) : ApiTests(postgres)
{
    private const int Lines = 18;
    private const Duty Masked = Duty.Beredskapssamordnare;

    private const string Staff = "Kanarie-staben-7f3a";
    private const string Lead = "Kanarie-ledningen-91bc";
    private const string Named = "Kanarie-namngivna-c04d";
    private const string Later = "Kanarie-efteråt-55e1";

    private const string Tag = "kanarie-taggen-2b6e";
    private const string File = "Kanarie-bilagan-d81f";
    private const string Told = "Kanarie-mottagaren-3c90";

    private const string Why = "Kanarie-skalet-a17b";

    private const string Log = "GET /handelser/{Id:guid}";
    private const string Print = "GET /handelser/{id:guid}/utskrift";
    private const string Csv = "GET /api/v1/incidents/{id}/export/csv";
    private const string Prints = "/exports/";

    private static readonly string[] Canaries = [Staff, Lead, Named, Later, Tag, File, Told, Why];

    // Routes that answer with more, or with something else, to a question, each with the route whose duties are let in
    // and find something. None repeats a canary by itself.
    private static readonly (string Route, string Path)[] Questions =
    [
        (Log, "/handelser/{0}?q=sjunger"),
        (Log, "/handelser/{0}?typ=anteckning"),
        (Log, "/handelser/{0}?typ=uppgift"),
        (Log, "/handelser/{0}?sekretess=markta"),
        (Log, "/handelser/{0}?kring=3"),
        ("GET /uppgifter", "/handelser/{0}/uppgifter"),
        (Csv, "/handelser/{0}/utskrift?q=sjunger"),
        ("GET /uppgifter", "/uppgifter?visa=alla"),
        ("GET /sok", "/sok?q=sjunger"),
        ("GET /sok", "/sok?sekretess=markta"),
        ("GET /api/v1/search", "/api/v1/search?marked=true"),
        ("GET /api/v1/search", "/api/v1/search?person=Prov&pinned=false"),
        ("GET /api/v1/search", "/api/v1/search?q=sjunger"),
        ("GET /api/v1/search", "/api/v1/search?q=sjunger&incident={0}"),
        ("GET /api/v1/incidents/{id}/tags", "/api/v1/incidents/{0}/tags?q=kanarie"),
        (Csv, "/api/v1/incidents/{0}/export/csv?q=sjunger"),
        ("GET /api/v1/tasks", "/api/v1/tasks?incident={0}"),
    ];

    private static readonly Duty[] All = [Duty.Stabschef, Duty.Loggforare, Duty.Kommundirektor, Duty.Registrator];

    private static readonly Duty[] InStaff =
        [Duty.Tib, Duty.Stabsmedlem, Duty.Beredskapssamordnare, Duty.Kommunikator];

    [Fact]
    public async Task No_canary_is_heard_by_anybody_outside_its_circle_on_any_route()
    {
        var (incident, file) = await IncidentAsync();
        var unit = await Kris.UnitAsync("Vård och omsorg");
        var (heard, unheard) = (new List<string>(), new List<string>());
        foreach (var duty in Duties.All)
        {
            var account = await Kris.HoldingAsync(new HeldDuty(duty, duty is Duty.Forvaltningschef ? unit.Id : null));
            var person = await Kris.BrowserAsync(account);
            var forbidden = Canaries.Except(Allowed(duty)).ToList();
            var print = duty is Masked ? await PrintAsync(person, incident) : Guid.NewGuid();
            foreach (var (route, mustAnswer, path) in Visits(incident, file, print, account.Id, duty is Masked))
            {
                var answer = await person.LookAsync(path);
                var said = await answer.SaidAsync();
                heard.AddRange(forbidden.Where(said.Contains)
                    .Select(canary => $"{path} as {duty.Code()}: {canary}"));
                if (!IsHeard(route, duty, mustAnswer, answer.Code))
                    unheard.Add($"{path} as {duty.Code()}: {answer.Code}");
            }
        }

        Assert.Empty(heard.Distinct());
        Assert.Empty(unheard);
    }

    // Without this the test above could pass because the canaries are nowhere.
    [Fact]
    public async Task Each_canary_is_heard_by_those_in_its_circle_where_the_line_is_opened_and_in_the_export()
    {
        var (incident, _) = await IncidentAsync();
        foreach (var duty in new[] { Duty.Stabschef, Duty.Tib, Duty.Lasare })
        {
            var person = await Kris.ProgramAsync(duty);
            var opened = new StringBuilder();
            for (var number = 1; number <= Lines; number++)
                opened.Append((await person.ReadAsync(incident, number)).Raw);
            Assert.Equal(Allowed(duty), Canaries.Where(opened.ToString().Contains));
        }

        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var planner = await Kris.ProgramAsync(Duty.Beredskapssamordnare);
        var whole = (await chief.LookAsync(Calls.Incident(incident, "/export"))).Raw;
        var masked = (await planner.LookAsync(Calls.Incident(incident, "/export"))).Raw;
        Assert.Equal(Canaries, Canaries.Where(whole.Contains));
        Assert.Equal([Staff], Canaries.Where(masked.Contains));
        foreach (var file in new[] { whole, masked })
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
            Assert.Null(ExportFile.Verify(stream).Fault);
        }

        var print = Calls.Incident(incident, $"/exports/{await PrintAsync(planner, incident)}/zip");
        Assert.Equal([Staff], Canaries.Where((await planner.SaidAsync(print)).Contains));
    }

    [Fact]
    public async Task A_refusal_repeats_nothing_of_a_marked_line()
    {
        var (incident, _) = await IncidentAsync();
        foreach (var duty in Duties.All.Except(All).Where(duty => duty is not Duty.Forvaltningschef))
        {
            var person = await Kris.PersonAsync(duty);
            var answers = new List<Answer>();
            var key = Guid.CreateVersion7();
            foreach (var (act, body) in new (string, object)[]
                     {
                         ("3/flag", new { key }),
                         ("3/move", new { key, to = incident, reason = "Nyfiken." }),
                         ("3/mark", new { key, lagrum = "osl-18-13", markingReason = "Nyfiken.", circle = "staben" }),
                         ("3/unmark", new { key, reason = "Nyfiken." }),
                         ("3/pin", new { key }),
                         ("3/release", new { key, recipients = "Nyfiken" }),
                         ("3/accept", new { key }),
                         ("3/erasure/propose", new { key, spill = "annat", reason = "Nyfiken." }),
                         ("3/erasure/confirm", new { key }),
                         ("10/task/finish", new { key, outcome = "Nyfiken." }),
                         ("10/task/reopen", new { key, reason = "Nyfiken." }),
                         ("10/task/change", new { key, reason = "Nyfiken.", assignee = "Nyfiken" }),
                     })
                answers.Add(await person.PostAsync(Calls.Incident(incident, $"/lines/{act}"), body));

            answers.Add(await person.PutAsync(
                Calls.Line(incident, Guid.CreateVersion7()), Calls.Correction("Fel.", corrects: 3)));
            Assert.All(answers, answer => Assert.InRange(answer.Code, 401, 499));
            var forbidden = Canaries.Except(Allowed(duty)).ToList();
            Assert.All(answers, answer => Assert.DoesNotContain(forbidden, answer.Raw.Contains));
        }
    }

    // Whoever is let in is answered, and nobody is turned away for coming too often: silence would prove nothing.
    private static bool IsHeard(string route, Duty duty, bool mustAnswer, int code)
    {
        if (code is 401 or 429 or >= 500)
            return false;
        return !mustAnswer || !RouteTable.Duties[route].Contains(duty) || code is 200;
    }

    private IEnumerable<(string Route, bool MustAnswer, string Path)> Visits(
        Guid incident, Guid file, Guid print, Guid account, bool hasPrint)
    {
        foreach (var route in Reads())
        {
            var isPrint = route.Pattern.Contains(Prints, StringComparison.Ordinal);
            // A sheet is entered where there is one; here there is none.
            var isSheet = route.Pattern.StartsWith("/loggblad/", StringComparison.Ordinal);
            var isPage = route.IsPage && !route.IsAnonymous && !isSheet;
            foreach (var path in Paths(route, incident, isPrint ? print : file, account))
                yield return (route.ToString(), isPage || $"{route}" == Print || (isPrint && hasPrint), path);
        }

        foreach (var (route, path) in Questions)
            yield return (route, true, string.Format(CultureInfo.InvariantCulture, path, incident));
    }

    // Of a duty that is let in and reads some of the marked lines alone.
    private static async Task<Guid> PrintAsync(HttpClient person, Guid incident)
    {
        var key = Guid.NewGuid();
        Assert.Equal(200, (await person.PostAsync(Calls.Incident(incident, "/exports"), new { key })).Code);
        var clock = Stopwatch.StartNew();
        while ((await person.LookAsync(Calls.Incident(incident, $"/exports/{key}"))).Text("state") != "done")
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "The print was never made.");
            await Task.Delay(100);
        }

        return key;
    }

    private static string[] Allowed(Duty duty)
    {
        if (All.Contains(duty))
            return Canaries;
        return InStaff.Contains(duty) ? [Staff] : [];
    }

    private async Task<(Guid Incident, Guid File)> IncidentAsync()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var named = await Kris.AccountAsync(Duty.Stabsmedlem);
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        await chief.SecretAsync(incident, $"{Staff} sjunger.", "staben");
        await chief.SecretAsync(incident, $"{Lead} sjunger.");
        await chief.SecretAsync(incident, $"{Named} sjunger.", "namngivna", named.Id);
        await chief.WriteAsync(incident, $"{Later} sjunger.");
        await chief.MarkAsync(incident, 5);
        await chief.PostAsync(Calls.Incident(incident, "/lines/3/flag"), new { key = Guid.CreateVersion7() });
        await chief.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()),
            Calls.Correction($"{Lead} sjöng.", corrects: 3));
        await chief.PostAsync(
            Calls.Incident(incident, "/lines/8/move"),
            new { key = Guid.CreateVersion7(), to = (await Tib.OpenAsync()).Id, reason = $"{Lead} hör dit." });
        var file = await AttachAsync(chief, incident);
        await ToldAsync(chief, incident);
        await FoundAsync(chief, incident);
        return (incident, file);
    }

    // A task, so that it is in every list of such, with a tag and a file that say more than they should.
    private static async Task<Guid> AttachAsync(HttpClient chief, Guid incident)
    {
        var file = Guid.CreateVersion7();
        byte[] content = [.. SampleFiles.Pdf, .. Encoding.ASCII.GetBytes(File)];
        var sent = await AttachmentApiTests.SendAsync(chief, incident, file, content, $"{File}.pdf");
        Assert.Equal(201, sent.Code);
        var written = await chief.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()),
            new
            {
                kind = "uppgift",
                text = $"Den sjunger #{Tag}",
                assignee = $"{Lead}-vakten",
                attachments = new[] { file },
                lagrum = "osl-18-13",
                markingReason = $"{Why} sjunger.",
                circle = "stabsledningen",
            });
        Assert.Equal(201, written.Code);
        return file;
    }

    // What tells of a line is as secret as the line, also when that is marked afterwards.
    private static async Task ToldAsync(HttpClient chief, Guid incident)
    {
        var told = (await chief.WriteAsync(incident, "Den som fick veta det.")).Number;
        var released = await chief.PostAsync(
            Calls.Incident(incident, $"/lines/{told}/release"),
            new { key = Guid.CreateVersion7(), recipients = $"{Told} sjunger" });
        Assert.Equal(200, released.Code);
        Assert.Equal(200, (await chief.MarkAsync(incident, told)).Code);
    }

    // The words are made after the commit: what is to be looked for must be there to be found.
    private static async Task FoundAsync(HttpClient chief, Guid incident)
    {
        var clock = Stopwatch.StartNew();
        while (!(await chief.LookAsync($"/api/v1/search?q=sjunger&incident={incident}")).Raw
            .Contains(Tag, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "The words of the marked lines were never made.");
            await Task.Delay(200);
        }
    }

    private IEnumerable<Route> Reads() => Route.Of(Kris.App)
        .Where(route => route.Method is "GET" && !route.Pattern.StartsWith("/_", StringComparison.Ordinal));

    private static IEnumerable<string> Paths(Route route, Guid incident, Guid file, Guid account) =>
        Enumerable.Range(1, route.Pattern.Contains("{number", StringComparison.OrdinalIgnoreCase) ? Lines : 1)
            .Select(number => PathOf(route, incident, number, file, account));

    private static string PathOf(Route route, Guid incident, long number, Guid file, Guid account) =>
        Parameter().Replace(route.Pattern, match => match.Groups["name"].Value.ToLowerInvariant() switch
        {
            "id" when route.Pattern.Contains("/konton/", StringComparison.Ordinal) => account.ToString(),
            "id" => incident.ToString(),
            "number" => $"{number}",
            "key" => file.ToString(),
            "part" => "1",
            "tab" => "fakta",
            "code" => "404",
            _ => Guid.NewGuid().ToString(),
        });

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Parameter();
}
