using System.Security.Claims;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;

namespace Kris.Web.Api;

/// <summary>What every call that acts may say of who acts.</summary>
public abstract record ApiRequest
{
    /// <summary>The duty to act in; a token has one, and a person has chosen one when this is left out.</summary>
    public Duty? Duty { get; init; }

    /// <summary>Which unit the duty is held for, where a person holds it for several.</summary>
    public Guid? Unit { get; init; }
}

/// <summary>Who acts through the API: a token in its one duty, a person in one that is held now.</summary>
public sealed class ApiActor(Standing standing, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public ValueTask<Actor> OfAsync(ClaimsPrincipal user, ApiRequest asked) => OfAsync(user, asked.Duty, asked.Unit);

    /// <exception cref="RefusedException">
    /// Another duty than the token's, one that is not held, or none at all.
    /// </exception>
    public async ValueTask<Actor> OfAsync(ClaimsPrincipal user, Duty? duty = null, Guid? unit = null)
    {
        var chosen = user.Actor();
        if (chosen is { IsToken: true })
        {
            Refuse.UnlessDuty(
                (duty ?? chosen.Duty) == chosen.Duty && (unit ?? chosen.Unit) == chosen.Unit,
                $"Nyckeln gäller uppgiften {chosen.Duty.Swedish()} och ingen annan.");
            return chosen;
        }

        var actor = duty is null || (chosen?.Duty == duty && unit is null)
            ? chosen
            : await InAsync(user, duty.Value, unit);
        Refuse.UnlessDuty(actor is not null, "Ange vilken uppgift du agerar i, eller välj en överst på sidan.");
        await standing.UnlessHeldAsync(actor);
        return actor;
    }

    private async ValueTask<Actor?> InAsync(ClaimsPrincipal user, Duty duty, Guid? unit)
    {
        if (user.AccountId() is not { } account || await standing.OfAsync(account) is not { } known)
            return null;

        var held = known.Duties.Where(held => held.Duty == duty && (unit is null || held.Unit == unit)).ToList();
        Refuse.UnlessDuty(held.Count > 0, $"Du har inte uppgiften {duty.Swedish()}.");
        Refuse.UnlessDuty(held.Count == 1, $"Du är {duty.Swedish()} för flera enheter. Ange vilken.");
        return new Actor(account, known.Name, duty, held[0].Unit);
    }
}
