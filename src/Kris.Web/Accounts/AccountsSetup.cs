using Kris.Data;
using Kris.Data.Accounts;
using Kris.Web.Administration;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Accounts;

/// <summary>Accounts, the ways in and the policies, put together.</summary>
public static class AccountsSetup
{
    public static void AddKrisAccounts(this IServiceCollection services, KrisSettings settings)
    {
        services.AddSingleton<Standing>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<Revalidation>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<PasswordChange>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<Administrators>();
        services.AddSingleton<IPasswordHasher<Login>, PasswordHasher<Login>>();
        services.AddScoped<Acting>();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddCascadingAuthenticationState();
        services.AddIdentityCore<Login>(Rules)
            .AddEntityFrameworkStores<KrisDb>()
            .AddPasswordValidator<PasswordRule>();
        services.AddAuthentication(Schemes.Kris)
            .AddPolicyScheme(Schemes.Kris, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddKrisCookies(settings);
        services.AddAuthorization(Policies.Add);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "kris-form";
            options.FormFieldName = "kris-form";
        });
    }

    public static void MapKrisAccounts(this WebApplication app) => AccountEndpoints.Map(app);

    // How long a password is, and that it is not the user name, is PasswordRule's affair.
    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = 1;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
    }

    private static string Choose(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Schemes.Bearer;

        // A wall display's cookie counts where the wall display lives, and where nobody is logged in.
        var isWalls = context.Request.Path.StartsWithSegments("/tavla", StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
        var cookies = context.Request.Cookies;
        return isWalls && !cookies.ContainsKey(Cookies.Login) && cookies.ContainsKey(Cookies.Wall)
            ? Schemes.Tavla
            : IdentityConstants.ApplicationScheme;
    }
}
