using System.Net;
using System.Text.RegularExpressions;
using Kris.Domain;

namespace Kris.Web.CommandLine;

/// <summary>
/// The people of the demo, who log in through the page where everybody logs in. The first in the file who holds a duty
/// is the one who acts in it, so that a replay made again is made by the same person.
/// </summary>
internal sealed partial class DemoLogins(Uri site, string accountsFile, HttpMessageHandler network) : IDisposable
{
    private readonly HttpClient http = new(network, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException">Nobody holds the duty, or the login is refused.</exception>
    public async Task<string> CookieAsync(string duty, CancellationToken stop)
    {
        var (user, password) = Holder(duty);
        if (!cookies.TryGetValue(user, out var cookie))
            cookies[user] = cookie = await LogInAsync(user, password, stop);
        return cookie;
    }

    public void Dispose() => http.Dispose();

    private (string User, string Password) Holder(string duty)
    {
        foreach (var line in File.ReadLines(accountsFile))
        {
            if (line.Split('\t') is [var user, var password, var duties] && duties.Split(',').Contains(duty))
                return (user, password);
        }

        throw new RefusedException($"Inget konto i {accountsFile} har uppgiften {duty}.");
    }

    private async Task<string> LogInAsync(string user, string password, CancellationToken stop)
    {
        var page = new Uri(site, "/logga-in");
        using var form = await http.GetAsync(page, stop);
        Refuse.If(!form.IsSuccessStatusCode, $"{page} svarade {(int)form.StatusCode}, så ingen kan logga in.");
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match input in Inputs().Matches(await form.Content.ReadAsStringAsync(stop)))
        {
            var type = Attribute(input.Value, "type");
            var value = type switch
            {
                "hidden" => Attribute(input.Value, "value"),
                "password" => password,
                _ => user,
            };
            fields.Add(new(Attribute(input.Value, "name"), value));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, page);
        request.Content = new FormUrlEncodedContent(fields);
        request.Headers.Add("Origin", site.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Cookie", Set(form));
        using var answer = await http.SendAsync(request, stop);
        Refuse.If(
            (int)answer.StatusCode is < 300 or > 399 || Set(answer).Length == 0,
            $"Kontot {user} kommer inte in: lösenordet i {accountsFile} gäller inte, eller så är kontot avstängt.");
        return Set(answer);
    }

    private static string Set(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var set)
            ? string.Join("; ", set.Select(cookie => cookie.Split(';')[0]))
            : "";

    private static string Attribute(string input, string name)
    {
        var found = Regex.Match(input, $" {name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
        return found.Success ? WebUtility.HtmlDecode(found.Groups[1].Value) : "";
    }

    [GeneratedRegex("<input [^>]*name=\"[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inputs();
}
