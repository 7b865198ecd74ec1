namespace Kris.Data.Journal;

/// <summary>
/// Tells this process that a stream has grown, after the commit. Nobody may rely on it alone: a poll on
/// (stream, number) is the truth, because a line can come from another process.
/// </summary>
public sealed class JournalSignal
{
    public event Action<Guid>? StreamGrew;

    public void Changed(Guid stream) => StreamGrew?.Invoke(stream);
}
