using System.Text;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

public sealed class ProofTestsHeads
{
    private readonly List<StoredLine> lines = ProofStream.Build(20);

    [Fact]
    public void A_cut_tail_holds_by_itself_and_is_found_by_a_saved_head()
    {
        var cut = lines[..17];

        Assert.Null(ProofStream.Verify(cut));
        ProofTestsTampering.AssertFault(
            18,
            "Strömmen är avkortad: den slutar med rad 17, men hade 20 rader",
            ProofStream.Verify(cut, ProofStream.HeadAt(lines, 9), ProofStream.HeadAt(lines, 20)));
    }

    [Fact]
    public void A_rewrite_from_the_middle_holds_by_itself_and_is_found_by_a_saved_head()
    {
        var rewritten = lines.ToList();
        rewritten[11] = rewritten[11].With("text", "Vattnet är kvar.");
        ProofStream.RedoFrom(rewritten, 11);

        Assert.Null(ProofStream.Verify(rewritten));
        ProofTestsTampering.AssertFault(
            15,
            "Rad 15 har en annan hash än i det sparade huvudet: någon av raderna 10–15 är omskriven.",
            ProofStream.Verify(rewritten, ProofStream.HeadAt(lines, 15), ProofStream.HeadAt(lines, 9)));
    }

    [Fact]
    public void A_rewrite_is_pinned_to_its_line_when_the_line_before_was_saved()
    {
        var rewritten = lines.ToList();
        rewritten[11] = rewritten[11].With("text", "Vattnet är kvar.");
        ProofStream.RedoFrom(rewritten, 11);

        ProofTestsTampering.AssertFault(
            12,
            "Rad 12 har en annan hash än i det sparade huvudet: rad 12 är omskriven.",
            ProofStream.Verify(rewritten, ProofStream.HeadAt(lines, 11), ProofStream.HeadAt(lines, 12)));
    }

    [Fact]
    public void A_rewrite_of_what_came_after_the_last_saved_head_goes_unseen()
    {
        var rewritten = lines.ToList();
        rewritten[11] = rewritten[11].With("text", "Vattnet är kvar.");
        ProofStream.RedoFrom(rewritten, 11);

        Assert.Null(ProofStream.Verify(rewritten, ProofStream.HeadAt(lines, 11)));
    }

    [Fact]
    public void Two_heads_that_contradict_each_other_cannot_both_stand()
    {
        var other = new ChainHead(7, lines[3].Link.Hash);

        ProofTestsTampering.AssertFault(
            7, "Rad 7 har en annan hash", ProofStream.Verify(lines, ProofStream.HeadAt(lines, 7), other));
        ProofTestsTampering.AssertFault(
            7, "Rad 7 har en annan hash", ProofStream.Verify(lines, other, ProofStream.HeadAt(lines, 7)));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var other = Guid.NewGuid();
        using var text = new StringWriter();
        SavedHeads.Write(
            text,
            [
                (ProofStream.Stream, ProofStream.HeadAt(lines, 9)),
                (other, ProofStream.HeadAt(lines, 1)),
                (ProofStream.Stream, ProofStream.HeadAt(lines, 20)),
            ]);

        var read = Read(text.ToString());

        Assert.Equal(2, read.Streams.Count);
        Assert.Equal([9, 20], read.Of(ProofStream.Stream).Select(head => head.Number));
        Assert.Equal(lines[19].Link.Hash, read.Of(ProofStream.Stream)[1].Hash);
        Assert.Empty(read.Of(Guid.NewGuid()));
    }

    [Fact]
    public void A_stream_that_is_gone_is_told_with_the_lines_that_it_had()
    {
        var read = Read($"{Row(3)}{Row(20)}");

        Assert.Empty(read.Missing(new HashSet<Guid> { ProofStream.Stream }));
        var (stream, fault) = Assert.Single(read.Missing(new HashSet<Guid>()));
        Assert.Equal(ProofStream.Stream, stream);
        Assert.Contains("hade 20 rader", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_blank_lines_and_the_ends_of_lines_of_other_systems_do_not_disturb()
    {
        var row = Row(9).TrimEnd('\n').Replace("\t", "   ", StringComparison.Ordinal);

        var read = Read($"\uFEFF# sparat 2026-11-23\r\n\r\n  {row} \r\n\t\n#slut");

        Assert.Equal(9, Assert.Single(read.Of(ProofStream.Stream)).Number);
    }

    [Theory]
    [InlineData("bara ord", "Rad 3: en ström, ett nummer och en hash")]
    [InlineData("S\t1\tH\tmer", "Rad 3: en ström, ett nummer och en hash")]
    [InlineData("S1\t1\tH", "Rad 3: strömmen är inte ett uuid")]
    [InlineData("{2b1c7f2e-5d0a-4c1f-9a57-1f3e8d6b9c04}\t1\tH", "Rad 3: strömmen är inte ett uuid")]
    [InlineData("S\t0\tH", "Rad 3: numret är inte")]
    [InlineData("S\t-1\tH", "Rad 3: numret är inte")]
    [InlineData("S\t99999999999999999999\tH", "Rad 3: numret är inte")]
    [InlineData("S\t1\tH0", "Rad 3: hashen är inte")]
    [InlineData("S\t1\tåäö", "Rad 3: hashen är inte")]
    public void A_line_that_is_not_a_head_is_refused_with_its_number(string row, string sentence)
    {
        var written = row
            .Replace("S", ProofStream.Stream.ToString(), StringComparison.Ordinal)
            .Replace("H", new string('a', 64), StringComparison.Ordinal);

        var refused = Assert.Throws<RefusedException>(() => Read($"# först\n{Row(9)}{written}\n"));

        Assert.Equal(Refusal.Malformed, refused.Kind);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_text_or_that_never_ends_is_refused()
    {
        using var noText = new MemoryStream([0x23, 0xff, 0xfe]);
        using var endless = new MemoryStream(new byte[SavedHeads.MaxBytes + 1]);

        Assert.Equal(Refusal.Malformed, Assert.Throws<RefusedException>(() => SavedHeads.Read(noText)).Kind);
        var refused = Assert.Throws<RefusedException>(() => SavedHeads.Read(endless));
        Assert.Contains("för stor", refused.Message, StringComparison.Ordinal);
    }

    private string Row(int number) =>
        $"{ProofStream.Stream}\t{number}\t{Convert.ToHexStringLower(lines[number - 1].Link.Hash)}\n";

    private static SavedHeads Read(string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return SavedHeads.Read(file);
    }
}
