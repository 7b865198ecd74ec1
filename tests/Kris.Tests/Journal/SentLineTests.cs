using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;

namespace Kris.Tests.Journal;

/// <summary>A line that stands is answered to whoever sends it again, and to nobody who sends another.</summary>
public sealed class SentLineTests
{
    private static readonly DateTimeOffset Written = Given.Now.AddMinutes(-20).AddTicks(7);
    private static readonly Guid Reader = Guid.NewGuid();
    private static readonly Attachment File =
        new(Guid.NewGuid(), new string('a', 64), 3, AttachmentType.Parse("application/pdf")!, "karta.pdf");

    private static readonly LineDraft Draft = new()
    {
        Kind = LineKind.Beslut,
        Text = " Nödvatten körs ut.\r\n",
        From = "SOS Alarm",
        To = " TiB ",
        Channel = "rakel",
        Form = new ShortForm { OnBehalfOf = "Rektorn", DecidedBy = "Stabschefen", Reasons = "Vattnet är borta." },
    };

    private static readonly SentLine Sent = new(Draft, Actors.Stabschef.Id)
    {
        Files = [File.Key],
        Marking = new AskedMarking("osl-18-13", " Visar förmåga. ", ReadingRight.Namngivna, [Reader]),
        Duty = Duty.Stabschef,
    };

    [Fact]
    public void What_is_sent_again_is_known_again() => Assert.True(Sent.IsAlready(Stored()));

    [Fact]
    public void Whatever_differs_makes_it_another_line()
    {
        SentLine[] others =
        [
            Sent with { Author = Actors.Tib.Id },
            Sent with { Duty = Duty.Tib },
            Sent with { Unit = Actors.Vatten },
            Sent with { Files = [] },
            Sent with { Files = [File.Key, Guid.NewGuid()] },
            Sent with { Marking = new AskedMarking(null, null, null, null) },
            Sent with { Marking = Sent.Marking with { Lagrum = "osl-26-1" } },
            Sent with { Marking = Sent.Marking with { Reason = "Annat." } },
            Sent with { Marking = Sent.Marking with { Circle = "staben" } },
            Sent with { Marking = Sent.Marking with { Readers = [Reader, Guid.NewGuid()] } },
            With(draft => draft with { Kind = LineKind.Anteckning }),
            With(draft => draft with { Text = "Nödvatten." }),
            With(draft => draft with { From = null }),
            With(draft => draft with { To = "Staben" }),
            With(draft => draft with { Channel = null }),
            With(draft => draft with { Reliability = "bekraftad" }),
            With(draft => draft with { Corrects = 1 }),
            With(draft => draft with { KeptAt = "Skåp 3" }),
            With(draft => draft with { TurnTo = "Säkerhetschefen" }),
            With(draft => draft with { OccurredAt = Written }),
            With(draft => draft with { Form = draft.Form with { OnBehalfOf = null } }),
            With(draft => draft with { Form = draft.Form with { DecidedBy = "Kommundirektören" } }),
            With(draft => draft with { Form = draft.Form with { Basis = "Prognosen" } }),
            With(draft => draft with { Form = draft.Form with { Due = Given.Now } }),
        ];

        Assert.All(others, other => Assert.False(other.IsAlready(Stored())));
    }

    [Fact]
    public void Of_an_erased_line_nobody_knows_whose_it_was() =>
        Assert.False(Sent.IsAlready(Stored() with { Fields = null }));

    [Fact]
    public void No_time_and_the_time_of_writing_are_one_and_a_time_of_its_own_is_another()
    {
        var now = Sent with { WrittenAt = Written };
        var then = now with { Draft = Draft with { OccurredAt = Written } };
        var before = now with { Draft = Draft with { OccurredAt = Written.AddMinutes(-5) } };

        Assert.All([now, then], sent => Assert.True(sent.IsAlready(Stored())));
        Assert.All([now, then], sent => Assert.True(sent.IsAlready(Stored(Written))));
        Assert.False(before.IsAlready(Stored(Written)));
        Assert.True(before.IsAlready(Stored(Written.AddMinutes(-5))));
    }

    [Fact]
    public void A_correction_has_the_marking_of_what_it_corrects_though_nobody_asked_for_it()
    {
        var correction = Stored(draft: Draft with
        {
            Kind = LineKind.Rattelse,
            Corrects = 1,
            Form = new ShortForm { CorrectionReason = "Felskrivning." },
        });
        var sent = Sent with
        {
            Draft = Draft with
            {
                Kind = LineKind.Rattelse,
                Corrects = 1,
                Form = new ShortForm { CorrectionReason = "Felskrivning." },
            },
            Marking = new AskedMarking(null, null, null, null),
        };

        Assert.True(sent.IsAlready(correction));
    }

    [Fact]
    public void A_correction_without_a_time_has_that_of_what_it_corrects_though_nobody_said_it()
    {
        var draft = Draft with
        {
            Kind = LineKind.Rattelse,
            Corrects = 1,
            Form = new ShortForm { CorrectionReason = "Felskrivning." },
        };
        var stored = Stored(Written.AddHours(-3), draft);

        Assert.True((Sent with { Draft = draft }).IsAlready(stored));
        Assert.False((Sent with { Draft = draft with { OccurredAt = Written } }).IsAlready(stored));
    }

    private static SentLine With(Func<LineDraft, LineDraft> change) => Sent with { Draft = change(Draft) };

    private static JournalLine Stored(DateTimeOffset? occurredAt = null, LineDraft? draft = null)
    {
        var line = ((draft ?? Draft) with
        {
            OccurredAt = occurredAt,
            Attachments = [File],
            Marking = new MarkingDraft
            {
                Basis = new LegalBasis("osl-18-13", "OSL 18:13", "risk", DateOnly.MinValue, ValidUntil: null),
                Reason = "Visar förmåga.",
                Circle = ReadingRight.Namngivna,
                Readers = [Reader],
            },
        }).ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.Stabschef, Given.Now);
        return new JournalLine(line.Stream, 2, line.Key, Given.Now, [], line.Fields, LineState.Untouched);
    }
}
