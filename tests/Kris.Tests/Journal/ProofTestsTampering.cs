using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

public sealed class ProofTestsTampering
{
    private readonly List<StoredLine> lines = ProofStream.Build(20);

    [Fact]
    public void An_honest_chain_holds_and_ends_in_its_head()
    {
        ChainHead[] saved = [ProofStream.HeadAt(lines, 7), ProofStream.HeadAt(lines, 20)];
        var verifier = new ChainVerifier(ProofStream.Stream, saved);

        Assert.All(lines, line => Assert.Null(verifier.Add(line.Proven())));

        Assert.Null(verifier.Finish());
        Assert.Equal(20, verifier.Head.Number);
        Assert.Equal(lines[^1].Link.Hash, verifier.Head.Hash);
    }

    [Fact]
    public void An_empty_stream_holds_until_a_head_says_that_it_had_lines()
    {
        Assert.Null(ProofStream.Verify(new List<StoredLine>()));
        AssertFault(1, "Strömmen är tom", ProofStream.Verify(new List<StoredLine>(), ProofStream.HeadAt(lines, 3)));
    }

    [Fact]
    public void Masked_fields_and_erased_lines_still_hold()
    {
        var copy = lines.Select(line => line.Link.Number switch
        {
            5 => ProvenLine.Erased(line.Link),
            6 => line.Proven("text", "authorName"),
            7 => line.Proven([.. line.Fields.Keys]),
            _ => line.Proven(),
        });

        Assert.Null(ProofStream.Verify(copy, ProofStream.HeadAt(lines, 20)));
    }

    [Theory]
    [InlineData("text", "Vattnet är kvar.")]
    [InlineData("author", "00000000-0000-0000-0000-000000000001")]
    [InlineData("authorName", "Någon annan")]
    [InlineData("occurredAt", "2026-11-23T02:00:00.000000Z")]
    [InlineData("unit", "ett fält som inte fanns")]
    [InlineData("text", "\ud83d")]
    public void An_edited_field_is_found_at_its_line(string name, string value)
    {
        Assert.NotEqual(value, lines[11].Fields.GetValueOrDefault(name));
        var copy = lines.Select(line => line.Proven()).ToList();
        var fields = copy[11].Fields!.ToDictionary(StringComparer.Ordinal);
        fields[name] = ProvenField.Shown(value, Canonical.Salt(lines[11].Secret, name));
        copy[11] = copy[11] with { Fields = fields };

        AssertFault(12, "Rad 12 håller inte: innehållet", ProofStream.Verify(copy));
    }

    [Fact]
    public void A_field_taken_away_or_renamed_is_found_at_its_line()
    {
        lines[11].Fields.Remove("occurredAt");
        AssertFault(12, "Rad 12 håller inte: innehållet", ProofStream.Verify(lines));

        lines[2].Fields.Remove("duty", out var duty);
        lines[2].Fields["unit"] = duty!;
        AssertFault(3, "Rad 3 håller inte: innehållet", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_new_digest_for_an_edited_text_is_found_by_the_lines_own_hash()
    {
        var edited = lines[11].With("text", "Vattnet är kvar.");
        var link = edited.Link with { Digest = Canonical.Digest(edited.Fields, edited.Secret) };
        lines[11] = edited with { Link = link };

        AssertFault(12, "Rad 12 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_line_written_anew_with_its_hash_is_found_by_the_line_after()
    {
        lines[11] = lines[11].With("text", "Vattnet är kvar.").Redone(lines[10].Link.Hash);

        AssertFault(13, "Rad 13 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void Another_time_of_recording_is_found_at_its_line()
    {
        lines[11] = lines[11] with
        {
            Link = lines[11].Link with { RecordedAt = lines[11].Link.RecordedAt.AddMicroseconds(1) },
        };

        AssertFault(12, "Rad 12 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void Another_key_is_found_at_its_line()
    {
        lines[11] = lines[11] with { Link = lines[11].Link with { Key = lines[3].Link.Key } };

        AssertFault(12, "Rad 12 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void Two_lines_in_each_others_place_are_found_at_the_first_of_them()
    {
        (lines[4], lines[11]) = (lines[11], lines[4]);

        AssertFault(5, "Rad 5 saknas: efter rad 4 kommer rad 12.", ProofStream.Verify(lines));
    }

    [Fact]
    public void Two_lines_that_trade_numbers_are_found_at_the_first_of_them()
    {
        (lines[4], lines[11]) = (Numbered(lines[11], 5), Numbered(lines[4], 12));

        AssertFault(5, "Rad 5 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void Contents_that_trade_lines_are_found_at_the_first_of_them()
    {
        (lines[4], lines[11]) =
            (lines[11] with { Link = lines[4].Link }, lines[4] with { Link = lines[11].Link });

        AssertFault(5, "Rad 5 håller inte: innehållet", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_line_taken_out_of_the_middle_is_found_by_the_gap()
    {
        lines.RemoveAt(11);

        AssertFault(12, "Rad 12 saknas: efter rad 11 kommer rad 13.", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_line_taken_out_of_the_middle_is_found_when_the_rest_is_renumbered()
    {
        lines.RemoveAt(11);
        for (var i = 11; i < lines.Count; i++)
            lines[i] = Numbered(lines[i], i + 1);

        AssertFault(12, "Rad 12 håller inte: hashen", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_stream_that_has_lost_its_beginning_is_found_at_line_1()
    {
        lines.RemoveRange(0, 3);

        AssertFault(1, "Rad 1 saknas: strömmen börjar med rad 4.", ProofStream.Verify(lines));
    }

    [Fact]
    public void A_line_that_comes_twice_is_found_the_second_time()
    {
        lines.Insert(12, lines[11]);

        AssertFault(13, "Rad 13 håller inte: där står nummer 12", ProofStream.Verify(lines));
    }

    [Fact]
    public void One_stream_does_not_pass_for_another()
    {
        var other = ProofStream.Build(20, new Guid("2b1c7f2e-5d0a-4c1f-9a57-1f3e8d6b9c05"));

        AssertFault(1, "Rad 1 håller inte: hashen stämmer inte med strömmens början.", ProofStream.Verify(other));
    }

    [Fact]
    public void After_the_first_fault_nothing_is_held_to_be_proven()
    {
        var verifier = new ChainVerifier(ProofStream.Stream);
        verifier.Add(lines[0].Proven());
        var first = verifier.Add(lines[2].Proven());

        Assert.NotNull(first);
        Assert.Same(first, verifier.Add(lines[1].Proven()));
        Assert.Same(first, verifier.Finish());
        Assert.Equal(1, verifier.Head.Number);
    }

    [Fact]
    public void A_salt_a_commitment_or_a_digest_of_another_size_is_a_fault_and_no_crash()
    {
        var link = lines[0].Link;
        var shortSalt = new Dictionary<string, ProvenField> { ["text"] = ProvenField.Shown("", new byte[31]) };
        var longCommitment = new Dictionary<string, ProvenField> { ["text"] = ProvenField.Masked(new byte[33]) };

        AssertFault(1, "Rad 1 håller inte: fältet ”text”", ProofStream.Verify([new ProvenLine(link, shortSalt)]));
        AssertFault(1, "Rad 1 håller inte: fältet ”text”", ProofStream.Verify([new ProvenLine(link, longCommitment)]));
        var noDigest = ProvenLine.Erased(link with { Digest = [] });
        AssertFault(1, "Rad 1 håller inte: radens åtagande", ProofStream.Verify([noDigest]));
    }

    internal static void AssertFault(long line, string sentence, ChainFault? fault)
    {
        Assert.NotNull(fault);
        Assert.Equal(line, fault.Line);
        Assert.StartsWith(sentence, fault.Sentence, StringComparison.Ordinal);
    }

    private static StoredLine Numbered(StoredLine line, long number) =>
        line with { Link = line.Link with { Number = number } };
}
