using Kris.Domain.Journal;
using Kris.Web.Api;

namespace Kris.Web.Journal;

/// <summary>What each kind of line asks for besides its text; what belongs to another kind is refused.</summary>
public abstract record LineFormRequest : ApiRequest
{
    /// <summary>For whom it is written, where a log keeper writes for another. Both are shown.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Who took the decision (beslut).</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What the decision rests on (beslut).</summary>
    public string? Basis { get; init; }

    /// <summary>Why it was decided so (beslut).</summary>
    public string? Reasons { get; init; }

    /// <summary>What else could have been decided (beslut).</summary>
    public string? Alternatives { get; init; }

    /// <summary>Who is to do it: a person or a function (uppgift, atgard).</summary>
    public string? Assignee { get; init; }

    /// <summary>When it is to be done (uppgift, atgard). A measure with a deadline is a task too.</summary>
    public DateTimeOffset? Due { get; init; }

    public string? Horizon { get; init; }

    /// <summary>Whether a life depends on it (uppgift).</summary>
    public bool? LifeDanger { get; init; }

    /// <summary>Who was in contact with us (kontakt).</summary>
    public string? Contact { get; init; }

    public string? Phone { get; init; }

    /// <summary>Why the corrected line was wrong (rattelse).</summary>
    public string? CorrectionReason { get; init; }

    protected ShortForm Form() => new()
    {
        OnBehalfOf = OnBehalfOf,
        DecidedBy = DecidedBy,
        Basis = Basis,
        Reasons = Reasons,
        Alternatives = Alternatives,
        Assignee = Assignee,
        Due = Due,
        Horizon = Horizon,
        IsLifeDanger = LifeDanger is true,
        Contact = Contact,
        Phone = Phone,
        CorrectionReason = CorrectionReason,
    };
}

/// <summary>The same as it stands in the log, with what was read out of the text.</summary>
public abstract record LineFormReply : ListedLine
{
    protected LineFormReply(JournalLine line)
    {
        OnBehalfOf = line.Field(LineFields.OnBehalfOf);
        DecidedBy = line.Field(LineFields.DecidedBy);
        Basis = line.Field(LineFields.Basis);
        Reasons = line.Field(LineFields.Reasons);
        Alternatives = line.Field(LineFields.Alternatives);
        Assignee = line.Field(LineFields.Assignee);
        Due = IsoTime.TryParse(line.Field(LineFields.Due), out var at) ? at : null;
        Horizon = line.Field(LineFields.Horizon);
        LifeDanger = line.Field(LineFields.LifeDanger) is "true" ? true : null;
        Contact = line.Field(LineFields.Contact);
        Phone = line.Field(LineFields.Phone);
        CorrectionReason = line.Field(LineFields.CorrectionReason);
        Tags = line.Field(LineFields.Tags)?.Split(' ');
        Mentions = line.Field(LineFields.Mentions)?.Split(' ');
        Recipients = line.Field(LineFields.Recipients);
        Pinned = line.State.PinnedBy is not null ? true : null;
        ReleasedBy = line.State.ReleasedBy;
        DoneBy = line.State.DoneBy;
        ChangedBy = line.State.ChangedBy;
    }

    public string? OnBehalfOf { get; }

    public string? DecidedBy { get; }

    public string? Basis { get; }

    public string? Reasons { get; }

    public string? Alternatives { get; }

    public string? Assignee { get; }

    public DateTimeOffset? Due { get; }

    public string? Horizon { get; }

    public bool? LifeDanger { get; }

    public string? Contact { get; }

    public string? Phone { get; }

    public string? CorrectionReason { get; }

    /// <summary>The words after # in the text.</summary>
    public IReadOnlyList<string>? Tags { get; }

    /// <summary>Those named after @ in the text: codes of duties and user names.</summary>
    public IReadOnlyList<string>? Mentions { get; }

    /// <summary>To whom the information of the line that this one is about was given.</summary>
    public string? Recipients { get; }

    /// <summary>A key event: what whoever comes on shift must know.</summary>
    public bool? Pinned { get; }

    /// <summary>The number of the last line that tells to whom the information was given.</summary>
    public long? ReleasedBy { get; }

    /// <summary>The number of the line by which the task is done.</summary>
    public long? DoneBy { get; }

    /// <summary>The number of the last line that gave the task other terms; see the list of tasks.</summary>
    public long? ChangedBy { get; }
}
