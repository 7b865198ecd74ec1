using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Web.Api;

namespace Kris.Web.Journal;

/// <summary>An act of the API about a line that stands: done once, however often it is asked for.</summary>
public sealed class LineActor(JournalStore journal, KnownIncidents incidents)
{
    public Task<LineWritten> AppendAsync(Guid id, long number, Once once, Func<JournalLine, NewLine> act) =>
        ApiOnce.AgainAsync(async () =>
        {
            var line = await KnownAsync(id, number);
            if (await DoneAsync(id, once) is { } done)
                return done;

            // What is said of a line is said of it as it stands: a marking can have come, or another been lifted.
            var told = act(line) with { Key = once.Key, Request = once.Request };
            return LineWritten.Of((await journal.AppendAboutAsync(line, [told]))[0]);
        });

    /// <exception cref="RefusedException">There is no such incident, or no such line in it.</exception>
    public async Task<JournalLine> KnownAsync(Guid id, long number)
    {
        await incidents.UnlessKnownAsync(id);
        return await journal.LineAsync(id, number);
    }

    /// <summary>What was written when this was asked for before; nothing the first time.</summary>
    public async Task<LineWritten?> DoneAsync(Guid id, Once once)
    {
        if (await journal.FindAsync(once.Key, once.Request) is not { } done)
            return null;

        Refuse.UnlessSame(done.Stream == id ? done.IsSame : false);
        var line = await journal.LineAsync(id, done.Number);
        return LineWritten.Of(line);
    }
}
