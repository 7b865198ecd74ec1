using System.Security.Claims;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kris.Bench.Setup;

/// <summary>People who watch: an account each, in a duty that reads the log, and the cookie that a login would give.</summary>
internal static class People
{
    public static async Task<IReadOnlyList<string>> CookiesAsync(Ground ground, int count)
    {
        var cookies = new List<string>(count);
        for (var number = 1; number <= count; number++)
            cookies.Add(Cookie(ground.Services, await AddAsync(ground, number)));
        return cookies;
    }

    private static async Task<Account> AddAsync(Ground ground, int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return await ground.Desk.AddAsync(db =>
        {
            var account = Account.Create($"bench.{Guid.NewGuid():N}", $"Stabsmedlem {number}", Actor.Machine, now);
            account.Assign(Duty.Stabsmedlem, unit: null, from: now, until: null, Actor.Machine, now);
            db.Users.Add(new Login { Id = account.Id, UserName = account.UserName, SecurityStamp = $"{account.Id:N}" });
            return Task.FromResult(account);
        });
    }

    // Both processes share the keys in the database, so what is sealed here opens there.
    private static string Cookie(IServiceProvider services, Account account)
    {
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var claims = ActorClaims.For(account.Id, account.Name, Duty.Stabsmedlem, unit: null, isToken: false);
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme));
        var ticket = new AuthenticationTicket(user, new AuthenticationProperties
        {
            IssuedUtc = TimeProvider.System.GetUtcNow(),
            ExpiresUtc = TimeProvider.System.GetUtcNow().AddHours(2),
        }, IdentityConstants.ApplicationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }
}
