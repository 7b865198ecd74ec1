using Kris.Data.Server;
using Kris.Web.Components;

namespace Kris.Web.Secrecy;

/// <summary>A nightly copy of the database in which something still stands, and when it is removed.</summary>
public sealed record KeptCopy(string Name, DateTime TakenAt, DateTime RemovedAt);

/// <summary>
/// Which copies of the private database hold a line. A server of one's own is copied where it is looked after, and what
/// was copied elsewhere Kris knows nothing of.
/// </summary>
public sealed class KeptCopies(IServiceProvider services)
{
    // Registered where the database is the private one.
    private readonly PrivateBackup? backup = services.GetService<PrivateBackup>();

    public bool IsPrivate => backup is not null;

    /// <summary>Those that were taken while the line stood.</summary>
    public IReadOnlyList<KeptCopy> Holding(DateTimeOffset writtenAt, DateTimeOffset? erasedAt)
    {
        var (from, until) = (Local(writtenAt), erasedAt is { } at ? Local(at) : DateTime.MaxValue);
        return
        [
            .. (backup?.All() ?? [])
                .Where(copy => copy.TakenAt >= from && copy.TakenAt <= until)
                .Select(copy => new KeptCopy(copy.Name, copy.TakenAt, copy.TakenAt + PrivateBackup.Kept)),
        ];
    }

    // The names of the copies tell the clock of the machine, and a copy is named in the second that it begins.
    private static DateTime Local(DateTimeOffset at) => at.ToLocalTime().DateTime.AddSeconds(-1);
}
