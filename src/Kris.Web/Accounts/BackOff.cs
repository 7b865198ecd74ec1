namespace Kris.Web.Accounts;

/// <summary>
/// How long a name waits after wrong passwords: nothing at first, then longer each time, a minute at most, so that
/// guessing is slow and nobody can keep the officer on duty out.
/// </summary>
public sealed record BackOff(int Failures, DateTimeOffset? Until)
{
    /// <summary>Slips of the finger that cost nothing.</summary>
    public const int Free = 4;

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    public TimeSpan WaitAt(DateTimeOffset now) => Until > now ? Until.Value - now : TimeSpan.Zero;

    public BackOff Failed(DateTimeOffset now)
    {
        var failures = Until + Forgotten < now ? 1 : Math.Min(Failures + 1, 100);
        var seconds = failures <= Free ? 0 : Math.Min(Math.Pow(2, failures - Free), Longest.TotalSeconds);
        return new BackOff(failures, now.AddSeconds(seconds));
    }
}
