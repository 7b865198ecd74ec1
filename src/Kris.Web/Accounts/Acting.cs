using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Kris.Web.Accounts;

/// <summary>Who acts in this circuit. Every verb on a page begins by asking here.</summary>
public sealed class Acting(AuthenticationStateProvider authentication, Standing standing, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The actor that the page is shown for; nobody when no duty is chosen.</summary>
    public async Task<Actor?> ShownAsync() => (await authentication.GetAuthenticationStateAsync()).User.Actor();

    /// <exception cref="RefusedException">Nobody is logged in, or the duty is no longer held.</exception>
    public async Task<Actor> MeAsync()
    {
        var actor = await ShownAsync()
            ?? throw new RefusedException("Välj först vilken uppgift du agerar i, överst på sidan.", Refusal.Duty);
        await standing.UnlessHeldAsync(actor);
        return actor;
    }
}
