using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Web.Api;

/// <summary>Acts that may be asked for again, because an answer can be lost on its way.</summary>
public static class ApiOnce
{
    /// <summary>
    /// Who asks for what, about what. The version that was seen is no part of it: the same act asked for again, after
    /// a new look, is still the same act.
    /// </summary>
    public static Once Of(Guid key, string verb, Guid about, Actor me, params (string Name, string? Value)[] asked) =>
        new(key, NewLine.RequestDigest(
            me.Id, [("verb", verb), ("about", about.ToString()), ("duty", me.Duty.Code()), .. asked]));

    /// <summary>
    /// Of two that ask for the same at the same moment one loses the race; the second time it finds what the other did.
    /// </summary>
    public static async Task<T> AgainAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusedException race) when (race.Kind is Refusal.Stale)
        {
            return await act();
        }
    }
}
