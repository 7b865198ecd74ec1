using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Journal;

public sealed class ShortFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    [Fact]
    public void A_decision_says_who_took_it_on_what_and_why()
    {
        var fields = Fields(LineKind.Beslut, new ShortForm
        {
            DecidedBy = " Kommundirektören ",
            Basis = "Provsvar från labbet.",
            Reasons = "Vattnet går inte att dricka.",
            Alternatives = "Vänta till nästa prov.",
        });

        Assert.Equal("Kommundirektören", fields["decidedBy"]);
        Assert.Equal("Provsvar från labbet.", fields["basis"]);
        Assert.Equal("Vattnet går inte att dricka.", fields["reasons"]);
        Assert.Equal("Vänta till nästa prov.", fields["alternatives"]);
    }

    [Fact]
    public void A_task_says_who_does_it_by_when_and_how_far_ahead_it_looks()
    {
        var fields = Fields(LineKind.Uppgift, new ShortForm
        {
            Assignee = "stabschef",
            Due = Now.AddHours(2).AddTicks(7),
            Horizon = "kort",
            IsLifeDanger = true,
        });

        Assert.Equal(("stabschef", "2026-11-22T05:15:00.000000Z"), (fields["assignee"], fields["due"]));
        Assert.Equal(("kort", "true"), (fields["horizon"], fields["lifeDanger"]));
    }

    [Fact]
    public void A_contact_says_with_whom_and_on_what_number()
    {
        var fields = Fields(LineKind.Kontakt, new ShortForm { Contact = "Länsstyrelsen", Phone = "010-224 00 00" });

        Assert.Equal(("Länsstyrelsen", "010-224 00 00"), (fields["contact"], fields["phone"]));
    }

    public static TheoryData<string, ShortForm, LineKind> Strays() => new()
    {
        { "Klart senast kan bara anges för uppgift och åtgärd", new() { Due = Now }, LineKind.Anteckning },
        { "Den som ska göra det kan bara", new() { Assignee = "TiB" }, LineKind.Beslut },
        { "Horisont kan bara anges för uppgift.", new() { Horizon = "kort" }, LineKind.Atgard },
        { "Fara för liv kan bara", new() { IsLifeDanger = true }, LineKind.Observation },
        { "Vem som beslutade kan bara", new() { DecidedBy = "TiB" }, LineKind.Uppgift },
        { "Underlag kan bara", new() { Basis = "Prov" }, LineKind.Inkommet },
        { "Skäl kan bara", new() { Reasons = "Prov" }, LineKind.Utgaende },
        { "Alternativ kan bara", new() { Alternatives = "Prov" }, LineKind.Kontakt },
        { "Telefon kan bara", new() { Phone = "112" }, LineKind.Inkommet },
        { "Vem som kontaktades kan bara", new() { Contact = "SOS" }, LineKind.Utgaende },
        { "Skälet till rättelsen kan bara", new() { CorrectionReason = "Fel" }, LineKind.Anteckning },
        { "Horisonten finns inte. Välj bland kort, lang.", new() { Horizon = "evig" }, LineKind.Uppgift },
        { "mer än tio år bort", new() { Due = Now.AddYears(11) }, LineKind.Uppgift },
        { "mer än tio år bort", new() { Due = Now.AddYears(-11) }, LineKind.Uppgift },
        { "för lång", new() { Assignee = new string('a', 201) }, LineKind.Uppgift },
        { "för lång", new() { Phone = new string('1', 61) }, LineKind.Kontakt },
        { "för lång", new() { Reasons = new string('a', 2_001) }, LineKind.Beslut },
    };

    [Theory]
    [MemberData(nameof(Strays))]
    public void What_belongs_to_another_kind_or_cannot_be_is_refused(string sentence, ShortForm form, LineKind kind) =>
        Refused.ForRule(sentence, () => Fields(kind, form));

    public static TheoryData<Duty, bool> WhoWritesForOthers() => new()
    {
        { Duty.Loggforare, true },
        { Duty.Stabschef, true },
        { Duty.Stabsmedlem, true },
        { Duty.Tib, false },
        { Duty.Kommundirektor, false },
        { Duty.Kommunikator, false },
    };

    [Theory]
    [MemberData(nameof(WhoWritesForOthers))]
    public void The_staff_writes_on_behalf_of_others_and_nobody_else_does(Duty duty, bool may)
    {
        var form = new ShortForm { OnBehalfOf = "Anna Ek, räddningstjänsten" };

        if (!may)
        {
            Refused.ForDuty("bara för egen del", () => Fields(LineKind.Anteckning, form, duty));
            return;
        }

        var fields = Fields(LineKind.Anteckning, form, duty);
        Assert.Equal("Anna Ek, räddningstjänsten", fields["onBehalfOf"]);
        Assert.Equal(Actors.In(duty).Name, fields["authorName"]);
    }

    [Theory]
    [InlineData("Slut på #Vatten i #vatten-tornet och #Åby!", "vatten vatten-tornet åby", null)]
    [InlineData("Kontakta @stabschef, @Loggförare och @anna.ek.", null, "stabschef loggforare anna.ek")]
    [InlineData("Samma #el #EL #El @tib @TiB", "el", "tib")]
    [InlineData("Post till anna@norrvaga.se, rad #12, C# och a#b, se /x#y", null, null)]
    [InlineData("(#brand) \"@kln-ordforande\"", "brand", "kln-ordforande")]
    [InlineData("# @ #! @-", null, null)]
    [InlineData("@112anna och @1977.bo vet, rad #3.", null, "112anna 1977.bo")]
    public void Tags_and_names_are_read_out_of_the_text(string text, string? tags, string? mentions)
    {
        var fields = new LineDraft { Kind = LineKind.Anteckning, Text = text }
            .ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.Tib, Now).Fields;

        Assert.Equal(tags, fields.GetValueOrDefault("tags"));
        Assert.Equal(mentions, fields.GetValueOrDefault("mentions"));
        Assert.Equal(text, string.Concat(LineWords.Parts(text).Select(part => part.Part)));
    }

    [Fact]
    public void Twenty_tags_are_kept_and_one_that_is_too_long_is_text()
    {
        var many = string.Join(' ', Enumerable.Range(1, 30).Select(number => $"#a{number}"));

        Assert.Equal(20, LineWords.Tags(many)!.Split(' ').Length);
        Assert.Null(LineWords.Tags($"#{new string('a', 51)}"));
        Assert.Null(LineWords.Tags(string.Concat(Enumerable.Repeat("@a#", 3_000))));
    }

    private static IReadOnlyDictionary<string, string> Fields(
        LineKind kind, ShortForm form, Duty duty = Duty.Stabschef)
    {
        var corrects = kind is LineKind.Rattelse ? 1L : (long?)null;
        if (corrects is not null)
            form = form with { CorrectionReason = form.CorrectionReason ?? "Felskrivning." };
        var draft = new LineDraft { Kind = kind, Text = "Text.", Form = form, Corrects = corrects };
        return draft.ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.In(duty), Now).Fields;
    }
}
