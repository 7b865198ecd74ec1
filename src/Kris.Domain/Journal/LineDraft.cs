using System.Globalization;
using Kris.Domain.Accounts;
using Kris.Domain.Journal.Attachments;

namespace Kris.Domain.Journal;

/// <summary>A line as a person, or a program, wants it written.</summary>
public sealed record LineDraft
{
    public const int TextMaxLength = 10_000;
    public const int PartyMaxLength = 200;

    public const int ReferenceMaxLength = 200;

    public required LineKind Kind { get; init; }

    public required string? Text { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>By how many seconds the clock was corrected that the event time was read from.</summary>
    public int? ClockCorrection { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Channel { get; init; }

    public string? Reliability { get; init; }

    /// <summary>What the kind asks for besides.</summary>
    public ShortForm Form { get; init; } = ShortForm.Empty;

    /// <summary>The number of the line that this one corrects; the corrected one is shown struck.</summary>
    public long? Corrects { get; init; }

    /// <summary>What was sent beforehand and hangs on the line.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>For a hanvisning, and a correction of one: where the matter is kept.</summary>
    public string? KeptAt { get; init; }

    /// <summary>For a hanvisning, and a correction of one: whom to turn to.</summary>
    public string? TurnTo { get; init; }

    /// <summary>Where the line is secret: on what ground, and who may read it.</summary>
    public MarkingDraft? Marking { get; init; }

    /// <summary>The line as it joins the stream.</summary>
    /// <exception cref="RefusedException">
    /// Not by this duty, no text, a kind that is not a person's, a time in the future, or codes that do not exist.
    /// </exception>
    public NewLine ToLine(Guid stream, Guid key, Actor by, DateTimeOffset now)
    {
        UnlessAllowed(by);
        Refuse.If(Kind is LineKind.System, "Systemrader skrivs bara av Kris.");
        Refuse.If(Kind is LineKind.Rattelse && Corrects is null, "En rättelse behöver säga vilken rad den rättar.");
        Refuse.If(
            Kind is LineKind.Rattelse && Refuse.IsBlank(Form.CorrectionReason),
            "Skriv varför raden rättas, till exempel felskrivning eller nya uppgifter.");
        Refuse.If(Corrects < 1, $"Rad {Corrects} finns inte.");
        Refuse.If(Kind is not LineKind.Rattelse && Corrects is not null, "Bara en rättelse kan rätta en annan rad.");
        Refuse.If(
            Channel is not null && !LineCodes.Channels.ContainsKey(Channel),
            $"Kanalen finns inte. Välj bland {string.Join(", ", LineCodes.Channels.Keys)}.");
        Refuse.If(
            Reliability is not null && !LineCodes.Reliabilities.ContainsKey(Reliability),
            $"Tillförlitligheten finns inte. Välj bland {string.Join(", ", LineCodes.Reliabilities.Keys)}.");
        var text = Refuse.UnlessText(Text, TextMaxLength, "Raden är tom. Skriv vad som har hänt.");
        var occurredAt = EventTime.UnlessImplausible(OccurredAt, now);

        var fields = LineFields.Of(Kind, text, by, occurredAt);
        foreach (var (name, value) in Stated())
        {
            if (value is not null)
                ShortForm.UnlessAtHome(name, Kind);
            Put(fields, name, value);
        }

        if (occurredAt is not null)
            Put(fields, LineFields.ClockCorrection, ClockCorrection?.ToString(CultureInfo.InvariantCulture));
        Form.AddTo(fields, Kind, by, now);
        Put(fields, LineFields.Tags, LineWords.Tags(text));
        Put(fields, LineFields.Mentions, LineWords.Mentions(text));
        Attachment.Put(fields, Attachments);
        // What a correction may say is known when the line that it corrects is.
        if (Kind is not LineKind.Rattelse)
            LineReference.UnlessWhole(Kind is LineKind.Hanvisning, fields);
        Marking?.Put(fields, by.Id, by);
        return NewLine.Of(stream, key, fields);
    }

    /// <summary>What is stated whatever the kind, as the line keeps it.</summary>
    internal IEnumerable<(string Name, string? Value)> Stated() =>
    [
        (LineFields.From, Refuse.UnlessStorable(From, PartyMaxLength)),
        (LineFields.To, Refuse.UnlessStorable(To, PartyMaxLength)),
        (LineFields.Channel, Channel),
        (LineFields.Reliability, Reliability),
        (LineFields.Corrects, Corrects?.ToString(CultureInfo.InvariantCulture)),
        (LineFields.KeptAt, Refuse.UnlessStorable(KeptAt, ReferenceMaxLength)),
        (LineFields.TurnTo, Refuse.UnlessStorable(TurnTo, ReferenceMaxLength)),
    ];

    private void UnlessAllowed(Actor by)
    {
        var grant = by.GrantFor(Act.WriteLine);
        Refuse.UnlessDuty(grant is not Grant.No, $"Du kan inte skriva i loggen som {by.Duty.Swedish()}.");
        Refuse.UnlessDuty(
            grant is not Grant.OwnDecisions || Kind is LineKind.Beslut or LineKind.Rattelse,
            $"Som {by.Duty.Swedish()} skriver du bara egna beslut i loggen.");
    }

    private static void Put(Dictionary<string, string> fields, string name, string? value)
    {
        if (value is not null)
            fields[name] = value;
    }
}
