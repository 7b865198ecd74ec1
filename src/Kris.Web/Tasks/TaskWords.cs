using Kris.Data;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Tasks;

/// <summary>What lists of tasks say, and whose a task is.</summary>
public static class TaskWords
{
    private const string InLine = "visas när raden öppnas";
    private const string Hidden = "står i en markerad rad";

    /// <summary>
    /// What an assignee may be called who is this actor: by name, by the duty that is acted in, or by user name, as
    /// that is written in a text.
    /// </summary>
    /// <param name="userName">Nothing for a token, which has none.</param>
    public static IReadOnlyList<string> NamesOf(Actor me, string? userName)
    {
        string[] names = [me.Name, me.Duty.Swedish(), me.Duty.Code()];
        string[] user = userName is null ? [] : [userName, $"@{userName}"];
        return [.. names, .. names.Select(name => name.ToLower(Swedish.Culture)), .. user];
    }

    /// <summary>As above, with the user name that the account has now.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(this IDbContextFactory<KrisDb> factory, Actor me)
    {
        await using var db = await factory.CreateDbContextAsync();
        var userName = await db.Accounts.AsNoTracking().Where(account => account.Id == me.Id)
            .Select(account => account.UserName).SingleOrDefaultAsync();
        return NamesOf(me, userName);
    }

    public static string Assignee(LineTask task) => Unread(task) ?? task.Assignee ?? "ingen utsedd";

    public static string Horizon(LineTask task) => Unread(task)
        ?? (task.Horizon is { } code ? LineCodes.Horizons.GetValueOrDefault(code, code) : "–");

    // What stands in a line that is not opened here is not said to be nothing.
    private static string? Unread(LineTask task)
    {
        if (task.AreTermsHidden)
            return Hidden;
        return task.AreTermsCollapsed ? InLine : null;
    }

    /// <summary>"18:00, om 2 h 05 min" or "18:00, försenad 40 min".</summary>
    public static string Due(LineTask task, DateTimeOffset now)
    {
        if (Unread(task) is { } unread)
            return task.IsOverdue(now) ? $"försenad, tiden {unread}" : unread;
        if (task.Due is not { } due)
            return "ingen tid";

        var moment = Swedish.Moment(due, now);
        if (task.DoneAt is { } done)
        {
            return done > due && !task.IsWithdrawn
                ? $"{moment}, klar {Swedish.Elapsed(done - due)} efter tiden"
                : moment;
        }

        return due < now
            ? $"{moment}, försenad {Swedish.Elapsed(now - due)}"
            : $"{moment}, om {Swedish.Elapsed(due - now)}";
    }
}
