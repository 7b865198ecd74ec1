using Kris.Domain.Accounts;

namespace Kris.Domain.Journal.Attachments;

/// <summary>Whoever may read a line may read what hangs on it, and nobody else.</summary>
public static class AttachmentRight
{
    /// <summary>The board's members read what is flagged to them, and their own.</summary>
    public static bool Reads(Actor by, JournalLine line) =>
        !line.IsErased
        && ReadingRight.Of(by).Reads(line.State.Marking)
        && (by.Reads || line.State.FlaggedBy is not null || line.Author == by.Id);
}
