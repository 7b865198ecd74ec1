using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;

namespace Kris.Tests.Journal.Attachments;

public sealed class AttachmentTests
{
    private static readonly Attachment Photo = new(
        Guid.Parse("0193a5b0-1c00-7000-8000-00000000000a"),
        new string('a', 64),
        1_234,
        AttachmentType.Jpeg,
        "läcka: Storgatan.jpg");

    [Theory]
    [InlineData("läcka.jpg", "läcka.jpg")]
    [InlineData("C:\\Users\\Anna\\..\\läcka.JPG", "läcka.jpg")]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("faktura.pdf.exe", "faktura.pdf.exe.jpg")]
    [InlineData("foto.jpeg", "foto.jpeg")]
    [InlineData("\u202Egpj.exe", "gpj.exe.jpg")]
    [InlineData("rad\nbryt\t.jpg", "radbryt.jpg")]
    [InlineData("con.jpg", "_con.jpg")]
    [InlineData("LPT1", "_LPT1.jpg")]
    [InlineData("a<b>:\"|?*c%00", "a_b______c_00.jpg")]
    [InlineData("...", "bilaga.jpg")]
    [InlineData("  .htaccess", "htaccess.jpg")]
    [InlineData("", "bilaga.jpg")]
    [InlineData(null, "bilaga.jpg")]
    [InlineData("halv \uD83D.jpg", "halv.jpg")]
    public void A_name_is_cleaned_and_says_what_the_file_is(string? given, string clean) =>
        Assert.Equal(clean, AttachmentName.Clean(given, AttachmentType.Jpeg));

    [Fact]
    public void A_long_name_is_cut_before_its_ending_and_never_within_a_character()
    {
        var given = "a" + string.Concat(Enumerable.Repeat("😀", 100)) + ".jpg";

        var name = AttachmentName.Clean(given, AttachmentType.Jpeg);

        Assert.InRange(name.Length, 100, AttachmentName.MaxLength);
        Assert.EndsWith("😀.jpg", name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_says_of_its_attachments_what_can_be_read_back()
    {
        var line = Draft(Photo, Photo with { Key = Guid.NewGuid(), Name = "två.jpg" })
            .ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.Tib, Given.Now);

        Assert.Equal(
            $"0193a5b0-1c00-7000-8000-00000000000a:{new string('a', 64)}:1234:image/jpeg:läcka: Storgatan.jpg",
            line.Fields["attachment.1"]);
        Assert.Equal(Photo, Attachment.Parse(line.Fields["attachment.1"]));
        Assert.Equal("två.jpg", Attachment.Parse(line.Fields["attachment.2"])!.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b:c:d:e")]
    [InlineData("0193a5b0-1c00-7000-8000-00000000000a:aa:1:image/jpeg:a.jpg")]
    [InlineData("0193a5b0-1c00-7000-8000-00000000000a")]
    public void What_is_no_attachment_is_not_read_as_one(string field) => Assert.Null(Attachment.Parse(field));

    [Fact]
    public void A_line_has_ten_attachments_at_most()
    {
        var ten = Enumerable.Range(0, 10).Select(_ => Photo with { Key = Guid.NewGuid() }).ToArray();

        Draft(ten).ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.Tib, Given.Now);
        Refused.ForRule(
            "högst 10 bilagor",
            () => Draft([.. ten, Photo]).ToLine(Guid.NewGuid(), Guid.NewGuid(), Actors.Tib, Given.Now));
    }

    [Fact]
    public void Whoever_may_not_write_may_not_attach()
    {
        Attachment.UnlessMayAttach(Actors.Tib);
        Refused.ForDuty("bifoga", () => Attachment.UnlessMayAttach(Actors.In(Duty.Lasare)));
    }

    [Theory]
    [InlineData(Duty.Stabschef, true, true)]
    [InlineData(Duty.Stabsmedlem, true, true)]
    [InlineData(Duty.Forvaltningschef, true, false)]
    [InlineData(Duty.Lasare, true, false)]
    [InlineData(Duty.KlnLedamot, false, false)]
    public void Who_reads_the_line_reads_what_hangs_on_it(Duty duty, bool open, bool marked)
    {
        var line = new JournalLine(
            Guid.NewGuid(), 2, Guid.NewGuid(), Given.Now, [], new Dictionary<string, string>(), LineState.Untouched);
        var secret = line with { State = line.State with { Own = new LineMarking(3, ReadingRight.Staben, "") } };
        var flagged = line with { State = line.State with { FlaggedBy = 4 } };

        Assert.Equal(open, AttachmentRight.Reads(Actors.In(duty), line));
        Assert.Equal(marked, AttachmentRight.Reads(Actors.In(duty), secret));
        Assert.True(AttachmentRight.Reads(Actors.In(duty), flagged));
        Assert.False(AttachmentRight.Reads(Actors.In(duty), line with { Fields = null }));
    }

    private static LineDraft Draft(params Attachment[] attachments) =>
        new() { Kind = LineKind.Anteckning, Text = "Så ser det ut.", Attachments = attachments };
}
