using System.Net;
using System.Text.RegularExpressions;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Kris.Bench.Setup;

/// <summary>People who watch: an account each in a duty that reads the log, logged in as a browser logs in.</summary>
internal static partial class People
{
    private const int AtOnce = 4;
    private const string Page = "/logga-in";

    /// <returns>A cookie for each, which holds at every server on the same database.</returns>
    public static async Task<IReadOnlyList<string>> LogInAsync(
        Ground ground, Uri site, int count, CancellationToken stop)
    {
        var password = PasswordRule.Generate();
        var hash = ground.Services.GetRequiredService<Credentials>().Hash(new Login(), password);
        var cookies = new string[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (number, cancel) =>
            {
                var account = await AddAsync(ground, number + 1, hash);
                cookies[number] = await LogInAsync(site, account.UserName, password, cancel);
            });
        return cookies;
    }

    private static async Task<Account> AddAsync(Ground ground, int number, string hash)
    {
        var now = TimeProvider.System.GetUtcNow();
        return await ground.Desk.AddAsync(db =>
        {
            var account = Account.Create($"m{Guid.NewGuid():N}", $"Stabsmedlem {number}", Actor.Machine, now);
            account.Assign(Duty.Stabsmedlem, unit: null, from: now, until: null, Actor.Machine, now);
            db.Users.Add(new Login
            {
                Id = account.Id,
                UserName = account.UserName,
                NormalizedUserName = account.UserName.ToUpperInvariant(),
                PasswordHash = hash,
                SecurityStamp = $"{account.Id:N}",
            });
            return Task.FromResult(account);
        });
    }

    private static async Task<string> LogInAsync(Uri site, string user, string password, CancellationToken stop)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = site };
        var page = await http.GetStringAsync(new Uri(Page, UriKind.Relative), stop);
        var fields = HiddenField().Matches(page)
            .ToDictionary(
                field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value));
        fields["anvandarnamn"] = user;
        fields["losenord"] = password;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri(Page, UriKind.Relative), form, stop);
        return cookies.GetCookies(site)[Cookies.Login] is { } cookie
            ? $"{cookie.Name}={cookie.Value}"
            : throw new BenchException($"Inloggningen misslyckades: {(int)answer.StatusCode}.");
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex HiddenField();
}
