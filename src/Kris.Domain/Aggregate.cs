using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Domain;

/// <summary>
/// Something that changes as a whole and tells of it: every verb records a line in the aggregate's stream,
/// and a change without a line is not saved.
/// </summary>
public abstract class Aggregate
{
    private readonly List<NewLine> recorded = [];

    public Guid Id { get; protected init; }

    /// <summary>The row version; an act carries the one that the user saw.</summary>
    public uint Version { get; private set; }

    public IReadOnlyList<NewLine> Recorded => recorded;

    /// <summary>Gives the first line that was recorded the key, and the request, of whoever asked.</summary>
    public void KeyRecorded(Guid key, byte[] request)
    {
        if (recorded.Count > 0)
            recorded[0] = recorded[0] with { Key = key, Request = request };
    }

    /// <summary>Called once the lines are in the journal.</summary>
    public void ForgetRecorded() => recorded.Clear();

    /// <param name="act">The code of the verb, stable and searchable.</param>
    /// <param name="text">The Swedish sentence that the log shows.</param>
    /// <param name="facts">What else the line states, by field name.</param>
    protected void Record(
        string act,
        string text,
        Actor by,
        DateTimeOffset? occurredAt = null,
        params (string Name, string? Value)[] facts)
    {
        var fields = LineFields.Of(LineKind.System, text, by, occurredAt);
        fields[LineFields.Act] = act;
        foreach (var (name, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
                fields[name] = value;
        }

        recorded.Add(NewLine.Of(Id, Guid.CreateVersion7(), fields));
    }
}
