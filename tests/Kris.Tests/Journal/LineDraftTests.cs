using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Journal;

public sealed class LineDraftTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);
    private static readonly Guid Stream = Guid.NewGuid();
    private static readonly Guid Key = Guid.NewGuid();

    [Fact]
    public void A_draft_becomes_a_line_with_just_the_fields_that_were_filled_in()
    {
        var line = Draft("  Nödvatten utkört.\r\n").ToLine(Stream, Key, Actors.Tib, Now);

        Assert.Equal((Stream, Key), (line.Stream, line.Key));
        Assert.Equal(["author", "authorName", "duty", "kind", "text"], line.Fields.Keys.Order());
        Assert.Equal(("anteckning", "Nödvatten utkört."), (line.Fields["kind"], line.Fields["text"]));
        Assert.Equal((Actors.Tib.Id.ToString(), "tib"), (line.Fields["author"], line.Fields["duty"]));
    }

    [Theory]
    [InlineData(7_200, "7200")]
    [InlineData(0, "0")]
    [InlineData(null, null)]
    public void By_how_much_a_clock_was_corrected_stands_beside_the_time_that_was_read_from_it(
        int? correction, string? stated)
    {
        var draft = Draft("Utan server.") with { OccurredAt = Now.AddMinutes(-7), ClockCorrection = correction };

        Assert.Equal(stated, Field(draft));
        Assert.Null(Field(draft with { OccurredAt = null }));

        static string? Field(LineDraft draft) =>
            draft.ToLine(Stream, Key, Actors.Tib, Now).Fields.GetValueOrDefault("clockCorrection");
    }

    [Fact]
    public void Everything_that_was_filled_in_stands_in_the_line()
    {
        var draft = Draft("SOS: larm om läcka.") with
        {
            Kind = LineKind.Inkommet,
            OccurredAt = Now.AddMinutes(-7).AddTicks(3),
            From = " SOS Alarm ",
            To = "TiB",
            Channel = "rakel",
            Reliability = "obekraftad",
        };

        var fields = draft.ToLine(Stream, Key, Actors.Forvaltningschef, Now).Fields;

        Assert.Equal(("inkommet", "2026-11-22T03:08:00.000000Z"), (fields["kind"], fields["occurredAt"]));
        Assert.Equal(("SOS Alarm", "TiB"), (fields["from"], fields["to"]));
        Assert.Equal(("rakel", "obekraftad"), (fields["channel"], fields["reliability"]));
        Assert.Equal(Actors.Vatten.ToString(), fields["unit"]);
    }

    [Theory]
    [InlineData(Duty.KlnLedamot)]
    [InlineData(Duty.Registrator)]
    [InlineData(Duty.Administrator)]
    [InlineData(Duty.Lasare)]
    public void Who_may_not_write_does_not(Duty duty) =>
        Refused.ForDuty("Du kan inte skriva i loggen", () => ToLine(Draft("Hej."), Actors.In(duty)));

    [Theory]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.KlnVice)]
    public void The_chairs_write_decisions_and_correct_them_and_nothing_else(Duty duty)
    {
        var allowed = LineKinds.Written.Where(kind => IsAllowed(kind, Actors.In(duty)));

        Assert.Equal([LineKind.Beslut, LineKind.Rattelse], allowed);
        Refused.ForDuty("bara egna beslut", () => ToLine(Draft("Hej."), Actors.In(duty)));
    }

    [Theory]
    [InlineData(Duty.Tib)]
    [InlineData(Duty.Stabschef)]
    [InlineData(Duty.Stabsmedlem)]
    [InlineData(Duty.Loggforare)]
    [InlineData(Duty.Kommundirektor)]
    [InlineData(Duty.Beredskapssamordnare)]
    [InlineData(Duty.Forvaltningschef)]
    [InlineData(Duty.Kommunikator)]
    public void The_others_write_every_kind(Duty duty) =>
        Assert.All(LineKinds.Written, kind => Assert.True(IsAllowed(kind, Actors.In(duty))));

    [Fact]
    public void No_person_writes_as_the_system() => Refused.ForRule(
        "Systemrader", () => ToLine(Draft("Eskalerad.") with { Kind = LineKind.System }, Actors.Stabschef));

    [Theory]
    [InlineData(null, "Raden är tom")]
    [InlineData(" \n ", "Raden är tom")]
    [InlineData("a\0b", "inte går att spara")]
    public void A_line_has_text_that_can_be_kept(string? text, string words) =>
        Refused.ForRule(words, () => ToLine(Draft(text), Actors.Tib));

    [Fact]
    public void What_is_written_has_a_length()
    {
        var longest = Draft(new string('a', LineDraft.TextMaxLength));
        var party = new string('a', LineDraft.PartyMaxLength + 1);

        Assert.Equal(LineDraft.TextMaxLength, ToLine(longest, Actors.Tib).Fields["text"].Length);
        Refused.ForRule("för lång", () => ToLine(Draft(longest.Text + "a"), Actors.Tib));
        Refused.ForRule("för lång", () => ToLine(Draft("Hej.") with { From = party }, Actors.Tib));
        Refused.ForRule("för lång", () => ToLine(Draft("Hej.") with { To = party }, Actors.Tib));
    }

    [Fact]
    public void Codes_that_do_not_exist_are_refused_with_those_that_do()
    {
        Refused.ForRule("telefon, rakel", () => ToLine(Draft("Hej.") with { Channel = "Telefon" }, Actors.Tib));
        Refused.ForRule("bekraftad, trolig", () => ToLine(Draft("Hej.") with { Reliability = "" }, Actors.Tib));
    }

    [Theory]
    [InlineData(LineKind.Anteckning)]
    [InlineData(LineKind.Utgaende)]
    [InlineData(LineKind.Beslut)]
    [InlineData(LineKind.Uppgift)]
    public void How_sure_somebody_is_belongs_to_what_was_told_or_seen(LineKind kind)
    {
        var rumour = Draft("Bron är borta.") with { Reliability = "rykte" };

        Refused.ForRule(
            "bara anges för inkommet och observation", () => ToLine(rumour with { Kind = kind }, Actors.Tib));
        Assert.Equal("rykte", ToLine(rumour with { Kind = LineKind.Observation }, Actors.Tib).Fields["reliability"]);
    }

    [Fact]
    public void A_reference_has_no_room_for_how_it_came()
    {
        var reference = Draft("Ärende hos säkerhetschefen.") with
        {
            Kind = LineKind.Hanvisning,
            KeptAt = "Skåp 3",
            TurnTo = "Säkerhetschefen",
        };

        Assert.Equal("Skåp 3", ToLine(reference, Actors.Tib).Fields["keptAt"]);
        Refused.ForRule("Från kan inte anges", () => ToLine(reference with { From = "Polisen" }, Actors.Tib));
        Refused.ForRule("Kanal kan inte anges", () => ToLine(reference with { Channel = "rakel" }, Actors.Tib));
    }

    [Fact]
    public void What_happened_has_happened_give_or_take_five_minutes()
    {
        var ahead = Now + EventTime.Ahead;

        Assert.Equal(
            IsoTime.Format(ahead), ToLine(Draft("Hej.") with { OccurredAt = ahead }, Actors.Tib).Fields["occurredAt"]);
        Refused.ForRule("fem minuter", () => ToLine(Draft("Hej.") with { OccurredAt = ahead.AddTicks(1) }, Actors.Tib));
        Refused.ForRule("1900", () => ToLine(Draft("Hej.") with { OccurredAt = DateTimeOffset.MinValue }, Actors.Tib));
    }

    [Fact]
    public void A_correction_says_which_line_and_only_a_correction_does()
    {
        var correction = Draft("Det var klockan fyra.") with
        {
            Kind = LineKind.Rattelse,
            Corrects = 12,
            Form = Corrections.Misspelt,
        };

        Assert.Equal("12", ToLine(correction, Actors.Tib).Fields["corrects"]);
        Refused.ForRule("vilken rad", () => ToLine(correction with { Corrects = null }, Actors.Tib));
        Refused.ForRule(
            "Bara en rättelse",
            () => ToLine(correction with { Kind = LineKind.Anteckning, Form = ShortForm.Empty }, Actors.Tib));
        Refused.ForRule("varför", () => ToLine(correction with { Form = ShortForm.Empty }, Actors.Tib));
        Refused.ForRule(
            "varför", () => ToLine(correction with { Form = new() { CorrectionReason = " \n" } }, Actors.Tib));
        Refused.ForRule("finns inte", () => ToLine(correction with { Corrects = 0 }, Actors.Tib));
        Refused.ForRule("finns inte", () => ToLine(correction with { Corrects = -3 }, Actors.Tib));
    }

    [Fact]
    public void The_same_draft_is_the_same_request_and_any_other_is_another()
    {
        var line = ToLine(Draft("Hej."), Actors.Tib);

        Assert.Equal(line.Request, ToLine(Draft(" Hej. "), Actors.Tib).Request);
        Assert.All(
            [
                ToLine(Draft("Hej!"), Actors.Tib),
                ToLine(Draft("Hej."), Actors.Another(Duty.Tib)),
                ToLine(Draft("Hej.") with { Kind = LineKind.Atgard }, Actors.Tib),
                ToLine(Draft("Hej.") with { Channel = "rakel" }, Actors.Tib),
                ToLine(Draft("Hej.") with { OccurredAt = Now }, Actors.Tib),
                Draft("Hej.").ToLine(Guid.NewGuid(), Key, Actors.Tib, Now),
            ],
            other => Assert.NotEqual(line.Request, other.Request));
    }

    [Fact]
    public void Fields_cannot_slide_into_each_other_in_a_request()
    {
        static byte[] Of(params (string, string?)[] fields) => NewLine.RequestDigest(Stream, fields);

        Assert.NotEqual(Of(("a", "bc")), Of(("ab", "c")));
        Assert.NotEqual(Of(("a", "b"), ("c", "d")), Of(("a", "bcd")));
        Assert.Equal(Of(("a", "b"), ("c", "d")), Of(("c", "d"), ("x", null), ("a", "b")));
    }

    private static LineDraft Draft(string? text) => new() { Kind = LineKind.Anteckning, Text = text };

    private static NewLine ToLine(LineDraft draft, Actor by) => draft.ToLine(Stream, Key, by, Now);

    private static bool IsAllowed(LineKind kind, Actor by)
    {
        var isReference = kind is LineKind.Hanvisning;
        var draft = Draft("Hej.") with
        {
            Kind = kind,
            Corrects = kind is LineKind.Rattelse ? 1 : null,
            Form = kind is LineKind.Rattelse ? Corrections.Misspelt : ShortForm.Empty,
            KeptAt = isReference ? "Skåpet" : null,
            TurnTo = isReference ? "Säkerhet" : null,
        };
        return Record.Exception(() => ToLine(draft, by)) is null;
    }
}
