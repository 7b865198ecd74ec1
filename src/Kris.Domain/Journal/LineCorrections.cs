using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>What a line goes back to: the one that its corrections began with, which made the task where there is one.
/// </summary>
/// <param name="First">The line itself, where it corrects none.</param>
/// <param name="Terms">The line that last changed the task, where one did.</param>
public sealed record LineOrigin(JournalLine First, JournalLine? Terms)
{
    public static LineOrigin Of(JournalLine line) => new(line, Terms: null);
}

/// <summary>Correcting a line, and moving it to where it belongs: the old one stays, and is shown struck.</summary>
public static class LineCorrections
{
    private static readonly string[] Terms =
        [LineFields.Assignee, LineFields.Due, LineFields.Horizon, LineFields.LifeDanger];

    /// <exception cref="RefusedException">
    /// Not by this duty, a line of the system, erased, or struck already.
    /// </exception>
    public static void UnlessCorrectable(JournalLine line, Actor by)
    {
        LineActs.UnlessReadable(line, by);
        LineErasure.UnlessSettled(line);
        Refuse.If(line.IsSystem, "En systemrad kan inte rättas. Skriv en ny rad som förklarar.");
        Refuse.If(line.State.StruckBy is not null, $"Raden är redan struken av rad {line.State.StruckBy}.");
        Refuse.UnlessDuty(MayCorrect(line, by), $"Som {by.Duty.Swedish()} kan du bara rätta dina egna rader.");
    }

    /// <summary>Whether correcting is worth offering.</summary>
    public static bool IsCorrectable(JournalLine line, Actor by) =>
        line.Fields is not null && !line.IsSystem && line.State.StruckBy is null && MayCorrect(line, by);

    /// <summary>
    /// A correction says again what the old line said, and so keeps its marking, and when it happened where nothing
    /// else is said; of a line that waits to be accepted it waits itself, for it is what will hold. What was asked for
    /// stays as it was asked, so that asking again is the same request.
    /// </summary>
    public static NewLine Correcting(JournalLine old, NewLine correction, Actor by)
    {
        UnlessCorrectable(old, by);
        LineReference.UnlessAsCorrected(old, correction.Fields);
        var fields = new Dictionary<string, string>(correction.Fields, StringComparer.Ordinal);
        if (fields.TryAdd(LineFields.OccurredAt, IsoTime.Format(old.OccurredAt))
            && old.Field(LineFields.ClockCorrection) is { } clock)
            fields[LineFields.ClockCorrection] = clock;
        if (old.IsPending)
            fields[LineFields.Pending] = old.Field(LineFields.Pending)!;
        if (old.State.Marking is { } marking)
        {
            Refuse.If(
                correction.Fields.ContainsKey(LineFields.Lagrum),
                $"Rad {old.Number} är redan sekretessmarkerad, och rättelsen får samma markering. Ta bort den egna.");
            MarkingDraft.Keep(fields, marking, $"Rättar rad {old.Number}, som är markerad.", by.Id);
        }

        return correction with { Fields = fields };
    }

    /// <summary>
    /// A line that was written in the wrong incident: struck there with a reference, and copied here with its own
    /// author and times named, because the copy is written by whoever moves it. A task goes on there as it is now;
    /// other things that later lines say of the line stay with it here. A correction goes on as what it corrects, for
    /// it is the wording that holds.
    /// </summary>
    public static (NewLine Strike, NewLine Copy) Move(
        JournalLine line,
        string fromName,
        Guid to,
        string toName,
        string? reason,
        Actor by,
        LineOrigin? origin = null)
    {
        var (first, terms) = origin ?? LineOrigin.Of(line);
        UnlessCorrectable(line, by);
        UnlessOriginCanGo(line, first, by);
        UnlessTaskCanGo(first, terms, by);
        Refuse.If(line.Stream == to, "Raden står redan i den händelsen.");
        Refuse.UnlessDuty(by.May(Act.WriteLine), $"Du kan inte skriva i loggen som {by.Duty.Swedish()}.");
        var why = Refuse.UnlessText(reason, LineActs.ReasonMaxLength, "Skriv varför raden flyttas.");

        var strike = LineActs.About(line, LineActs.Struck, $"Rad {line.Number} flyttades till {toName}: {why}", by);
        strike["movedTo"] = to.ToString();

        var copy = Copied(line, fromName, by);
        var marking = CommonMarking.Of([line.State.Marking, terms?.State.Marking, first.State.Marking]);
        // Whoever wrote the line has not for that reason read what is laid to it.
        var author = marking == line.State.Marking ? line.Author : null;
        MarkingDraft.Keep(copy, marking, $"Markerad som rad {line.Number} i {fromName}.", author);
        if (line.Kind is LineKind.Rattelse)
            GoOnAs(copy, line, first);
        if (terms is not null)
            Restate(copy, terms);
        return (NewLine.Of(line.Stream, Guid.CreateVersion7(), strike), NewLine.Of(to, Guid.CreateVersion7(), copy));
    }

    private static Dictionary<string, string> Copied(JournalLine line, string fromName, Actor by)
    {
        var copy = new Dictionary<string, string>(line.Fields!, StringComparer.Ordinal)
        {
            [LineFields.OccurredAt] = IsoTime.Format(line.OccurredAt),
            ["movedFrom"] = line.Stream.ToString(),
            ["movedFromNumber"] = LineActs.Number(line.Number),
            ["movedFromName"] = fromName,
            ["movedBy"] = by.Id.ToString(),
            ["movedByName"] = by.Name,
        };
        copy.Remove(LineFields.Corrects);
        // That it was accepted is said of the line, and stays where it was: the field alone would wait anew.
        if (!line.IsPending)
            copy.Remove(LineFields.Pending);
        return copy;
    }

    private static void UnlessOriginCanGo(JournalLine line, JournalLine first, Actor by)
    {
        if (first.Number == line.Number || first.IsErased)
            return;
        Refuse.UnlessDuty(
            ReadingRight.Of(by).Reads(first.State.Marking),
            $"Rad {line.Number} rättar rad {first.Number}, som du inte får läsa.");
        LineErasure.UnlessSettled(first);
    }

    // What says where it is kept is a reference, whatever the first was; of an erased line nobody knows the kind.
    private static void GoOnAs(Dictionary<string, string> copy, JournalLine line, JournalLine first)
    {
        var kind = first.Kind is LineKind.Rattelse or LineKind.Hanvisning or LineKind.System
            ? LineKind.Anteckning
            : first.Kind;
        copy[LineFields.Kind] = (LineReference.Is(line) ? LineKind.Hanvisning : kind).Code();
        TakeTerms(copy, first);
    }

    private static void UnlessTaskCanGo(JournalLine line, JournalLine? terms, Actor by)
    {
        Refuse.If(
            line.State.DoneBy is not null,
            $"Uppgiften är klar enligt rad {line.State.DoneBy}, och det står kvar här. Öppna den igen först.");
        if (line.State.ChangedBy is null)
            return;
        if (terms?.Number != line.State.ChangedBy)
            throw new RefusedException("Uppgiften har ändrats. Läs om och försök igen.", Refusal.Stale);
        Refuse.UnlessDuty(
            terms.Fields is not null && ReadingRight.Of(by).Reads(terms.State.Marking),
            "Uppgiften är ändrad i en rad som du inte får läsa.");
    }

    // A line that changes a task states all of its terms. A measure without a time is a task no more, and this is one.
    private static void Restate(Dictionary<string, string> copy, JournalLine terms)
    {
        TakeTerms(copy, terms);
        if (!copy.ContainsKey(LineFields.Due))
            copy[LineFields.Kind] = LineKind.Uppgift.Code();
    }

    private static void TakeTerms(Dictionary<string, string> copy, JournalLine from)
    {
        foreach (var name in Terms)
        {
            copy.Remove(name);
            if (from.Field(name) is { } value)
                copy[name] = value;
        }
    }

    private static bool MayCorrect(JournalLine line, Actor by) => by.GrantFor(Act.CorrectLine) switch
    {
        Grant.Yes => true,
        Grant.Own => line.Author == by.Id,
        _ => false,
    };
}
