using System.Reflection;
using System.Security.Claims;
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
    public const string MarkSecret = nameof(Act.MarkSecret);
    public const string LiftMarking = nameof(Act.LiftMarking);
    public const string EraseSpill = nameof(Act.EraseSpill);
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
            Add(options, act.ToString(), user => !user.IsWall() && user.Actor()?.May(act) is true);
        Add(options, LoggedIn, user => user.Identity is { IsAuthenticated: true } && !user.IsWall());
        Add(options, ReadLog, user => !user.IsWall() && user.Actor()?.Reads is true);
        Add(options, Tavla, user => user.Actor()?.May(Act.SeeIncidents) is true);
        Add(options, Circuit, user => user.Identity is { IsAuthenticated: true });
        // What names no policy is closed to everybody, so that forgetting one shows at once.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        options.DefaultPolicy = options.FallbackPolicy;
    }

    /// <summary>The policy that a page names.</summary>
    public static string? Of(Type page) => page.GetCustomAttribute<AuthorizeAttribute>()?.Policy;

    private static void Add(AuthorizationOptions options, string name, Func<ClaimsPrincipal, bool> mayEnter) =>
        options.AddPolicy(name, policy => policy.RequireAssertion(asked => mayEnter(asked.User)));
}

/// <summary>The ways in.</summary>
public static class Schemes
{
    /// <summary>Chooses between a person's cookie and the two below, by what the request carries.</summary>
    public const string Kris = "Kris";

    public const string Bearer = "Bearer";

    public const string Tavla = "Tavla";
}
