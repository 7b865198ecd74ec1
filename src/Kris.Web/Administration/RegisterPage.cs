using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace Kris.Web.Administration;

/// <summary>
/// A page that lets somebody act on a register: what was refused is said as it stands, and what was typed stays.
/// </summary>
public abstract class RegisterPage : ComponentBase
{
    [Inject]
    public required Acting Acting { get; set; }

    protected string? Refusal { get; private set; }

    protected string? Told { get; private set; }

    /// <summary>Reads again what the page shows.</summary>
    protected abstract Task LoadAsync();

    protected Task TryAsync(string told, Func<Actor, Task> act) => TryAsync(act, () => told);

    protected async Task<bool> TryAsync(Func<Actor, Task> act, Func<string?> told)
    {
        Refusal = null;
        Told = null;
        try
        {
            await act(await Acting.MeAsync());
            Told = told();
            await LoadAsync();
        }
        catch (RefusedException no)
        {
            Refusal = no.Message;
            // What somebody else did in the meantime is shown; what was typed stands in its fields.
            if (no.Kind is Kris.Domain.Refusal.Stale)
                await LoadAsync();
        }

        // A form in a component of its own asks by a function, whose answer it needs: only an event renders by itself.
        StateHasChanged();
        return Refusal is null;
    }
}
