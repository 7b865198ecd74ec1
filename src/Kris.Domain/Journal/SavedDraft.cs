using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>What somebody is typing in an incident's log, kept so that another device can take over.</summary>
/// <param name="Content">As the page that keeps it wrote it; Kris only hands it back.</param>
/// <param name="Device">Which browser it was typed in.</param>
public sealed record SavedDraft(string Content, Guid Device, DateTimeOffset SavedAt)
{
    /// <summary>How far the log had come by then, where that is known.</summary>
    public long? After { get; init; }

    public const int ContentMaxLength = 60_000;

    /// <summary>How many lines one account may be in the middle of, over all incidents and devices.</summary>
    public const int MaxPerAccount = 50;

    /// <exception cref="RefusedException">Whoever may not write a line has none to keep.</exception>
    public static void UnlessMayKeep(Actor by) =>
        Refuse.UnlessDuty(by.May(Act.WriteLine), $"Du kan inte skriva i loggen som {by.Duty.Swedish()}.");

    /// <exception cref="RefusedException">Nothing, or more than a line can come of.</exception>
    public static string UnlessStorable(string content) =>
        Refuse.UnlessKept(content, ContentMaxLength, "Utkastet är tomt.");
}
