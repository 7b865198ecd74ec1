using System.Net;
using System.Text.RegularExpressions;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Tests.Web;
using Kris.Web.Accounts;

namespace Kris.Tests.Accounts;

/// <summary>A browser without script: it keeps cookies, fills in forms, and follows nothing by itself.</summary>
public sealed partial class WebVisitor : IDisposable
{
    public const string Password = "ett ganska långt lösenord";

    private readonly KrisServer server;
    private readonly HttpClient client;

    public WebVisitor(KrisServer server)
    {
        this.server = server;
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        client = new HttpClient(handler) { BaseAddress = server.Address };
    }

    public CookieContainer Cookies { get; } = new();

    public string? Cookie(string name) => Cookies.GetCookies(server.Address)[name]?.Value;

    public static async Task<Account> PersonAsync(KrisServer server, params Duty[] duties)
    {
        var account = Account.Create($"prov-{Guid.NewGuid():N}"[..20], "Prov 1", Actor.Machine, server.Now);
        foreach (var duty in duties)
            account.Assign(duty, unit: null, server.Now.AddDays(-1), until: null, Actor.Machine, server.Now);
        var login = Login.Of(account);
        login.SetPassword(server.Service<Credentials>().Hash(login, Password), mustChange: false);
        return await server.Desk.AddAsync(db =>
        {
            db.Add(login);
            return Task.FromResult(account);
        });
    }

    public static async Task<WebVisitor> LoggedInAsync(KrisServer server, Account account)
    {
        var visitor = new WebVisitor(server);
        var answer = await visitor.LogInAsync(account.UserName);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return visitor;
    }

    public Task<WebAnswer> LogInAsync(string userName, string password = Password, string page = "/logga-in") =>
        FillInAsync(page, ("anvandarnamn", userName), ("losenord", password));

    public async Task<WebAnswer> LookAsync(string path) => await ReadAsync(await client.GetAsync(path));

    /// <summary>Opens the page, fills in its form and sends it with what the form hides.</summary>
    public async Task<WebAnswer> FillInAsync(string page, params (string Name, string Value)[] typed) =>
        await SendAsync(page, [.. await HiddenAsync(page), .. typed]);

    public async Task<IReadOnlyList<(string Name, string Value)>> HiddenAsync(string page) =>
        [
            .. Hidden().Matches((await LookAsync(page)).Body)
                .Select(found => (found.Groups["name"].Value, found.Groups["value"].Value)),
        ];

    /// <summary>Sends a form as it stands, from our own page unless another is named.</summary>
    public async Task<WebAnswer> SendAsync(
        string path, IEnumerable<(string Name, string Value)> fields, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("Origin", origin ?? server.Origin);
        return await ReadAsync(await client.SendAsync(request));
    }

    public void Dispose() => client.Dispose();

    private static async Task<WebAnswer> ReadAsync(HttpResponseMessage answer)
    {
        var to = answer.Headers.Location;
        var place = to is { IsAbsoluteUri: true } ? to.PathAndQuery : to?.OriginalString;
        return new WebAnswer(
            answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), place, answer.Headers);
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Hidden();
}

public sealed record WebAnswer(
    HttpStatusCode Status, string Body, string? Place, System.Net.Http.Headers.HttpResponseHeaders Headers);
