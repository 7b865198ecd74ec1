using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Kris.Web.Accounts;

/// <summary>
/// A page or an endpoint names the act that opens it; the table of duties says who that is. What an act reaches
/// within is asked again by its verb.
/// </summary>
public static class Policies
{
    /// <summary>Whoever is logged in, in whatever duty: the own account, choosing a duty, signing out.</summary>
    public const string LoggedIn = nameof(LoggedIn);

    public const string SeeIncidents = nameof(Act.SeeIncidents);
    public const string OpenIncident = nameof(Act.OpenIncident);
    public const string WriteLine = nameof(Act.WriteLine);
    public const string ExportStream = nameof(Act.ExportStream);
    public const string EditRegisters = nameof(Act.EditRegisters);
    public const string AdministerAccounts = nameof(Act.AdministerAccounts);

    /// <summary>Whoever reads the log: seeing heads alone is not enough.</summary>
    public const string ReadLog = nameof(ReadLog);

    /// <summary>The wall display: whoever sees incidents, and a link made for it.</summary>
    public const string Tavla = nameof(Tavla);

    /// <summary>A circuit, whatever page it shows; the page has a policy of its own.</summary>
    public const string Circuit = nameof(Circuit);

    public static void Add(AuthorizationOptions options)
    {
        foreach (var act in Enum.GetValues<Act>())
            options.AddPolicy(act.ToString(), policy => policy.RequireAssertion(c => c.User.Actor()?.May(act) is true));
        options.AddPolicy(LoggedIn, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(ReadLog, policy => policy.RequireAssertion(c => c.User.Actor()?.Reads is true));
        options.AddPolicy(Circuit, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(Tavla, policy => policy
            .AddAuthenticationSchemes(Schemes.Kris, Schemes.Tavla)
            .RequireAssertion(c => c.User.Actor()?.May(Act.SeeIncidents) is true));
        // What names no policy is closed to everybody, so that forgetting one shows at once.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        options.DefaultPolicy = options.FallbackPolicy;
    }
}

/// <summary>The ways in.</summary>
public static class Schemes
{
    /// <summary>Chooses between the two below by whether the request carries a bearer token.</summary>
    public const string Kris = "Kris";

    public const string Bearer = "Bearer";

    public const string Tavla = "Tavla";
}
