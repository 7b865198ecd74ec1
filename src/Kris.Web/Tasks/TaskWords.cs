using Kris.Domain.Accounts;
using Kris.Domain.Tasks;
using Kris.Web.Components;

namespace Kris.Web.Tasks;

/// <summary>What lists of tasks say, and whose a task is.</summary>
public static class TaskWords
{
    /// <summary>What an assignee may be called who is this actor: by name, or by the duty that is acted in.</summary>
    public static IReadOnlyList<string> NamesOf(Actor me)
    {
        string[] names = [me.Name, me.Duty.Swedish(), me.Duty.Code()];
        return [.. names, .. names.Select(name => name.ToLower(Swedish.Culture))];
    }

    /// <summary>A clock without a date is the next time that it shows so: a deadline lies ahead.</summary>
    public static DateTimeOffset? ReadDue(string? typed, DateTimeOffset now)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0 || text.Contains('-', StringComparison.Ordinal))
            return SwedishMoment.Read(text, now);

        var today = SwedishMoment.Read($"{Swedish.Date(now)} {text}", now);
        return today > now ? today : SwedishMoment.Read($"{Swedish.Date(now.AddDays(1))} {text}", now);
    }

    /// <summary>"18:00, om 2 h 05 min" or "18:00, försenad 40 min".</summary>
    public static string Due(LineTask task, DateTimeOffset now)
    {
        if (task.Due is not { } due)
            return "ingen tid";

        var moment = Swedish.Moment(due, now);
        if (!task.IsOpen)
            return moment;
        return due < now
            ? $"{moment}, försenad {Swedish.Elapsed(now - due)}"
            : $"{moment}, om {Swedish.Elapsed(due - now)}";
    }
}
