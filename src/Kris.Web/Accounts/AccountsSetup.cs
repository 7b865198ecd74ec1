using Kris.Data;
using Kris.Data.Accounts;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Accounts;

/// <summary>Accounts, the ways in and the policies, put together.</summary>
public static class AccountsSetup
{
    public static void AddKrisAccounts(this IServiceCollection services, KrisSettings settings)
    {
        services.AddSingleton<Standing>();
        services.AddScoped<Acting>();
        services.AddCascadingAuthenticationState();
        services.AddIdentityCore<Login>().AddEntityFrameworkStores<KrisDb>().AddSignInManager();
        services.AddAuthentication(Schemes.Kris)
            .AddPolicyScheme(Schemes.Kris, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddCookie(IdentityConstants.ApplicationScheme, options => options.LoginPath = "/logga-in");
        services.AddAuthorization(Policies.Add);
    }

    public static void MapKrisAccounts(this WebApplication app)
    {
    }

    private static string Choose(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? Schemes.Bearer
            : IdentityConstants.ApplicationScheme;
}
