using System.Net;
using System.Text.RegularExpressions;

namespace Kris.Tests.Web;

/// <summary>Logs in as a person does, by the form of the page, without script.</summary>
public static partial class LoginForm
{
    private const string Page = "/logga-in";

    /// <summary>The cookie that the login gave, as a browser sends it back.</summary>
    public static async Task<string> SendAsync(HttpClient browser, string userName, string password)
    {
        using var page = await browser.GetAsync(Page);
        var fields = Hidden().Matches(await page.Content.ReadAsStringAsync())
            .ToDictionary(field => Part(field, "name"), field => WebUtility.HtmlDecode(Part(field, "value")));
        fields["anvandarnamn"] = userName;
        fields["losenord"] = password;

        using var form = new HttpRequestMessage(HttpMethod.Post, Page) { Content = new FormUrlEncodedContent(fields) };
        form.Headers.Add("Cookie", Cookies(page));
        using var answer = await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return Assert.Single(Cookies(answer), cookie => cookie.StartsWith("kris=", StringComparison.Ordinal));
    }

    private static string Part(Match field, string name) => field.Groups[name].Value;

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"",
        RegexOptions.None,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Hidden();
}
