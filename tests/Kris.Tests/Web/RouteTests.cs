using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Web.Accounts;

namespace Kris.Tests.Web;

/// <summary>Visits every route of the running program, as nobody and in every duty.</summary>
[Collection(LogServerCollection.Name)]
public sealed partial class RouteTests(TestServer postgres) : IAsyncLifetime
{
    private const string Close = "/api/v1/incidents/{id}/close";

    private KrisServer? server;

    private KrisServer Kris => server ?? throw new InvalidOperationException("Kris is not started.");

    public async Task InitializeAsync() => server = await KrisServer.StartAsync(postgres);

    public async Task DisposeAsync() => await Kris.DisposeAsync();

    [Fact]
    public void Every_route_names_who_may_enter_and_stands_in_the_table()
    {
        var routes = Route.Of(Kris.App);
        var open = Names(routes.Where(route => route.IsAnonymous));
        var guarded = Names(routes.Where(route => !route.IsAnonymous));

        Assert.Empty(Names(routes.Where(route => !route.IsAnonymous && !route.HasPolicy)));
        Assert.Empty(open.Except(RouteTable.Anonymous));
        Assert.Empty(RouteTable.Anonymous.Except(open));
        Assert.Empty(guarded.Except(RouteTable.Duties.Keys));
        Assert.Empty(RouteTable.Duties.Keys.Except(guarded));

        static IReadOnlyList<string> Names(IEnumerable<Route> routes) => [.. routes.Select(route => route.ToString())];
    }

    [Fact]
    public async Task Nobody_gets_in_where_a_login_is_needed()
    {
        var nobody = Kris.Nobody();
        var incident = await (await Kris.ProgramAsync(Duty.Tib)).OpenAsync();
        foreach (var route in Route.Of(Kris.App).Where(route => !route.IsAnonymous))
        {
            var answer = await CallAsync(nobody, route, incident, other: incident.Id);
            if (route.Pattern.StartsWith("/api", StringComparison.Ordinal))
                Assert.True(answer.Code == 401, $"{route}: {answer.Code}");
            else
                Assert.True(!IsIn(route, answer), $"{route}: {answer.Code}");
        }
    }

    [Fact]
    public async Task Whoever_may_not_see_a_page_is_told_so_and_an_unknown_address_has_a_page()
    {
        var person = await Kris.PersonAsync(Duty.Tib);

        var refused = await person.LookAsync("/administration");
        var unknown = await person.LookAsync("/finns/inte/alls");

        Assert.Equal((403, 404), (refused.Code, unknown.Code));
        Assert.Contains("<h1", refused.Raw, StringComparison.Ordinal);
        Assert.Contains("Sidan finns inte", unknown.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/handelser?sida=1e9&q=%00")]
    [InlineData("/handelser?sida=99999999999&q=%25%00_")]
    [InlineData("/administration/konton?sida=-1&q=%00")]
    [InlineData("/administration/nycklar?sida=x")]
    public async Task An_address_that_was_typed_wrong_shows_the_page_all_the_same(string address)
    {
        var person = await Kris.PersonAsync(
            address.StartsWith("/handelser", StringComparison.Ordinal) ? Duty.Tib : Duty.Administrator);

        Assert.Equal(200, (await person.LookAsync(address)).Code);
    }

    [Fact]
    public async Task Each_duty_gets_in_where_the_table_says_and_nowhere_else()
    {
        var unit = await Kris.UnitAsync("Vård och omsorg");
        var tib = await Kris.ProgramAsync(Duty.Tib);
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var other = (await tib.OpenAsync("Något annat")).Id;
        var close = Route.Of(Kris.App).Single(route => route.Pattern == Close);
        var wrong = new List<string>();
        foreach (var duty in Duties.All)
        {
            var account = await Kris.HoldingAsync(new HeldDuty(duty, duty is Duty.Forvaltningschef ? unit.Id : null));
            var person = await Kris.BrowserAsync(account);
            foreach (var route in Route.Of(Kris.App).Where(route => !route.IsAnonymous))
            {
                // A fresh one each time: what one duty has closed would be refused to the next by another rule.
                var incident = await tib.OpenAsync();
                await tib.WriteAsync(incident.Id, "Larm.");
                if (route.Pattern.EndsWith("/reopen", StringComparison.Ordinal))
                    incident = await CallAsync(staff, close, incident, other);
                var answer = await CallAsync(person, route, incident, other, account.Id);
                var isIn = IsIn(route, answer);
                if (answer.Code >= 500 || isIn != RouteTable.Duties[route.ToString()].Contains(duty))
                    wrong.Add($"{route} as {duty.Code()}: {answer.Code} {answer.Message}");
            }
        }

        Assert.Empty(wrong);
    }

    // A page is seen or not. Whoever is in may be refused by other rules, but is not asked to log in.
    private static bool IsIn(Route route, Answer answer) => route.IsPage
        ? answer.Code == 200
        : answer.Code is not (401 or 403) && !Location(answer).Contains("/logga-in", StringComparison.Ordinal);

    private static string Location(Answer answer) => answer.Message.Headers.Location?.OriginalString ?? "";

    private static async Task<Answer> CallAsync(
        HttpClient who, Route route, Answer incident, Guid other, Guid account = default)
    {
        var reads = route.Method is "GET" or "*";
        var asks = route.Method is "HEAD";
        var isAccount = route.Pattern.StartsWith("/administration/konton/", StringComparison.Ordinal);
        var path = PathOf(route, isAccount ? account : incident.Id);
        var body = new
        {
            key = Guid.NewGuid(),
            seen = incident.Version,
            title = "Brand",
            kind = "anteckning",
            text = "Rök.",
            to = route.Pattern.EndsWith("/move", StringComparison.Ordinal) ? other.ToString() : "sarskild-handelse",
            into = other,
            reason = "Läget kräver det.",
            recipients = "Länsstyrelsen",
            device = Guid.NewGuid(),
            draft = new { text = "Rök" },
            on = true,
            lagrum = "osl-18-13",
            markingReason = "Visar förmåga.",
            circle = "staben",
            spill = "annat",
            criteria = new { deviates = "Ja.", seriousDisturbance = "Ja.", urgent = "Ja." },
            facts = new { title = "Brand i skog", began = "2026-03-01T14:05:00Z" },
        };
        if (reads || asks)
            return await who.CallAsync(asks ? HttpMethod.Head : HttpMethod.Get, path, content: null);
        return await who.CallAsync(new HttpMethod(route.Method), path, ContentOf(path, Known(body, route.Body)));
    }

    // Of all that any call takes the fields of this one: others are refused before anybody asks who it is that calls.
    private static object Known(object body, Type? asked) => asked is null
        ? body
        : JsonSerializer.SerializeToElement(body).EnumerateObject()
            .Where(field => asked.GetProperty(char.ToUpperInvariant(field.Name[0]) + field.Name[1..]) is not null)
            .ToDictionary(field => field.Name, field => field.Value);

    // What is not the API is a plain form, and a file is its bytes.
    private static HttpContent ContentOf(string path, object body)
    {
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return new FormUrlEncodedContent([]);
        if (!path.Contains("/attachments/", StringComparison.Ordinal))
            return JsonContent.Create(body);
        var file = new ByteArrayContent("%PDF-1.7"u8.ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return file;
    }

    private static string PathOf(Route route, Guid id) =>
        Parameter().Replace(route.Pattern, match => match.Groups["name"].Value.ToLowerInvariant() switch
        {
            "id" => id.ToString(),
            "key" => Guid.NewGuid().ToString(),
            "number" => "2",
            "tab" => "fakta",
            _ => "x",
        });

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Parameter();
}
