namespace Kris.Domain.Journal;

/// <summary>When it happened, as against when it was written.</summary>
public static class EventTime
{
    /// <summary>How far a clock may be ahead before the time is taken for a mistake.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the two times are told apart, by a minute or more.</summary>
    public static bool IsLate(DateTimeOffset occurredAt, DateTimeOffset recordedAt) =>
        recordedAt - occurredAt >= TimeSpan.FromMinutes(1);

    /// <exception cref="RefusedException">More than five minutes ahead, or before 1900.</exception>
    public static DateTimeOffset? UnlessImplausible(DateTimeOffset? occurredAt, DateTimeOffset now)
    {
        if (occurredAt is not { } at)
            return null;

        Refuse.If(
            at > now + Ahead, "Tidpunkten ligger mer än fem minuter framåt. En rad kan inte handla om framtiden.");
        Refuse.If(at < Earliest, "Tidpunkten ligger före år 1900. Kontrollera datumet.");
        return IsoTime.ToMicroseconds(at);
    }
}
