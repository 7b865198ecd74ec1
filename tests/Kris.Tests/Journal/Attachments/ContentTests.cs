using System.Text;
using Kris.Domain;
using Kris.Domain.Journal.Attachments;

namespace Kris.Tests.Journal.Attachments;

public sealed class ContentTests
{
    public static TheoryData<string, byte[]> Files() => new()
    {
        { "image/jpeg", SampleFiles.Jpeg() },
        { "image/png", SampleFiles.Png },
        { "image/png", SampleFiles.PngOf(800, 600) },
        { "image/webp", SampleFiles.Webp() },
        { "application/pdf", SampleFiles.Pdf },
        { AttachmentType.Docx.Mime, SampleFiles.Docx() },
        { AttachmentType.Xlsx.Mime, SampleFiles.Docx("spreadsheetml.sheet") },
        { AttachmentType.Pptx.Mime, SampleFiles.Docx("presentationml.slideshow") },
        { AttachmentType.Odt.Mime, SampleFiles.Odt },
        { "audio/mpeg", SampleFiles.Mp3 },
        { "audio/mp4", SampleFiles.M4a() },
        { "audio/ogg", SampleFiles.Ogg },
        { "audio/wav", SampleFiles.Wav },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_known_by_what_stands_in_it(string mime, byte[] file) => Assert.Equal(mime, Check(file).Type);

    [Theory]
    [MemberData(nameof(Files))]
    public void Whatever_part_of_a_file_comes_it_is_taken_or_refused_in_a_sentence(string mime, byte[] file)
    {
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 300))
        {
            var part = file[..length];
            if (Record.Exception(() => Check(part)) is { } failure)
                Assert.True(failure is RefusedException, $"{mime}, {length} bytes: {failure}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_change_in_a_file_is_more_than_a_refusal(string mime, byte[] file)
    {
        var random = new Random(mime.Length);
        for (var round = 0; round < 500; round++)
        {
            var changed = file.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => Check(changed)) is { } failure)
                Assert.True(failure is RefusedException, $"{mime}, round {round}: {failure}");
        }
    }

    [Fact]
    public void A_photo_is_kept_without_where_it_was_taken_and_with_what_draws_it()
    {
        var (_, kept) = Check(SampleFiles.Jpeg());

        Assert.DoesNotContain(SampleFiles.Position, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Contains("ICC_PROFILE", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Equal([1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4], kept[^23..^15]);
        Assert.Equal([5, 6, 7, 0xFF, 0xD9], kept[^5..]);
        Assert.Equal(kept, Check(kept).Kept);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Which_way_is_up_is_the_one_thing_that_stays(bool isLittle)
    {
        var (_, kept) = Check(SampleFiles.Jpeg(orientation: 6, isLittle: isLittle));

        Assert.DoesNotContain(SampleFiles.Position, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        var exif = kept.AsSpan().IndexOf("Exif\0\0MM\0*"u8);
        Assert.Equal([1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6], kept[(exif + 16)..(exif + 26)]);
        Assert.Equal(kept, Check(kept).Kept);
    }

    [Fact]
    public void A_png_and_a_webp_leave_their_metadata_behind()
    {
        var png = Check(SampleFiles.PngOf(800, 600)).Kept;
        var webp = Check(SampleFiles.Webp()).Kept;

        foreach (var kept in new[] { png, webp })
        {
            var text = Encoding.Latin1.GetString(kept);
            Assert.DoesNotContain(SampleFiles.Position, text, StringComparison.Ordinal);
            Assert.DoesNotContain("EXIF", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(webp.Length - 8, BitConverter.ToInt32(webp, 4));
        Assert.Equal(0, webp[20] & 0x0C);
        Assert.Contains("ICCP", Encoding.Latin1.GetString(webp), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(50_000, 1)]
    [InlineData(9_000, 9_000)]
    public void An_image_that_would_fill_a_readers_memory_is_refused(int width, int height)
    {
        Refused.ForRule("Bilden är för stor", () => Check(SampleFiles.Jpeg(width, height)));
        Refused.ForRule("Bilden är för stor", () => Check(SampleFiles.PngOf((uint)width, (uint)height)));
        Refused.ForRule("Bilden är för stor", () => Check(SampleFiles.Webp(width, height)));
    }

    [Fact]
    public void What_unpacks_to_more_than_it_should_is_refused_however_it_lies_about_it()
    {
        var bomb = SampleFiles.Docx(more: ("word/big.xml", new byte[ZipLimit + 1]));

        Refused.ForRule("packar upp sig till mer än 200 MB", () => Check(bomb));
        // The sizes that the directory tells of are not what counts.
        var at = bomb.AsSpan().LastIndexOf("word/big.xml"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(at - 46 + 24), 10);
        Refused.ForRule("packar upp sig till mer än 200 MB", () => Check(bomb));
    }

    [Fact]
    public void A_zip_whose_files_share_their_bytes_is_refused()
    {
        var noise = new byte[50_000];
        new Random(7).NextBytes(noise);
        var shared = SampleFiles.Docx(more: [("word/a.bin", noise), ("word/b.bin", [1])]);
        var at = shared.AsSpan().LastIndexOf("word/b.bin"u8);
        BitConverter.TryWriteBytes(shared.AsSpan(at - 46 + 20), noise.Length);

        Refused.ForRule("skadad", () => Check(shared));
    }

    [Fact]
    public void A_zip_of_more_files_than_any_document_is_refused()
    {
        var many = Enumerable.Range(0, 4_001).Select(i => ($"{i}", Array.Empty<byte>())).ToArray();

        Refused.ForRule("fler än 4000 delar", () => Check(SampleFiles.Zip(many)));
    }

    [Fact]
    public void What_runs_or_is_shut_is_refused_and_says_how_to_send_it()
    {
        Refused.ForRule("makron", () => Check(SampleFiles.Docx(more: ("word/vbaProject.bin", [1]))));
        Refused.ForRule("makron", () => Check(SampleFiles.Docx("wordprocessingml.document.macroEnabled")));
        Refused.ForRule("Zip-filer", () => Check(SampleFiles.Zip([("a.exe", [1])])));
        Refused.ForRule("HEIC", () => Check(SampleFiles.Heic));
        Refused.ForRule("Film tas inte emot", () => Check(SampleFiles.M4a("vide")));
        Refused.ForRule("Rörliga bilder", () => Check(SampleFiles.Webp(isAnimated: true)));
        Refused.ForRule("avbruten", () => Check(SampleFiles.Jpeg(hasEnd: false)));
        Refused.ForRule("äldre Office", () => Check([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0]));
        Refused.ForRule("tom", () => Check([]));
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("MZ\u0090\0\u0003")]
    [InlineData("#!/bin/sh\nrm -rf /")]
    [InlineData("GIF89a")]
    [InlineData("bara text")]
    public void What_is_none_of_the_types_is_refused(string content) =>
        Refused.ForRule("Filtypen tas inte emot", () => Check(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void A_document_that_reaches_outside_itself_as_it_is_read_is_refused()
    {
        const string xml = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Types>&b;</Types>";

        Refused.ForRule("skadad", () => Check(SampleFiles.Zip([("[Content_Types].xml", Encoding.UTF8.GetBytes(xml))])));
    }

    private const int ZipLimit = 200 * 1024 * 1024;

    private static (string Type, byte[] Kept) Check(byte[] file)
    {
        using var from = new MemoryStream(file);
        using var stripped = new MemoryStream();
        var type = Content.Check(from, stripped);
        return (type.Mime, type.IsImage ? stripped.ToArray() : file);
    }
}
