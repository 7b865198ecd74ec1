using CsCheck;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

public sealed class ProofTestsBitFlips
{
    private static readonly List<StoredLine> Lines = ProofStream.Build(6);
    private static readonly List<ProvenLine> Honest = [.. Lines.Select(line => line.Proven("duty"))];

    private static readonly Gen<(int Line, int Bit)> Place =
        Gen.Select(Gen.Int[0, Honest.Count - 1], Gen.Int[0, int.MaxValue]);

    [Fact]
    public void A_bit_flipped_in_a_value_is_found_at_its_line() =>
        AssertFound((line, bit) => WithField(line, bit, ShownOf, field =>
            ProvenField.Shown(Flipped(field.Value!, bit), field.Salt!)));

    [Fact]
    public void A_bit_flipped_in_a_salt_is_found_at_its_line() =>
        AssertFound((line, bit) => WithField(line, bit, ShownOf, field =>
            ProvenField.Shown(field.Value!, Flipped(field.Salt!, bit))));

    [Fact]
    public void A_bit_flipped_in_a_masked_commitment_is_found_at_its_line() =>
        AssertFound((line, bit) => WithField(line, bit, MaskedOf, field =>
            ProvenField.Masked(Flipped(field.Commitment!, bit))));

    [Fact]
    public void A_bit_flipped_in_the_name_of_a_field_is_found_at_its_line() =>
        AssertFound((line, bit) =>
        {
            var fields = line.Fields!.ToDictionary(StringComparer.Ordinal);
            var (name, field) = fields.ElementAt(bit % fields.Count);
            fields.Remove(name);
            fields[Flipped(name, bit / 7)] = field;
            return line with { Fields = fields };
        });

    [Fact]
    public void A_bit_flipped_in_the_digest_is_found_at_its_line() =>
        AssertFound((line, bit) => line with { Link = line.Link with { Digest = Flipped(line.Link.Digest, bit) } });

    [Fact]
    public void A_bit_flipped_in_the_digest_of_an_erased_line_is_found_at_its_line() =>
        AssertFound((line, bit) =>
            ProvenLine.Erased(line.Link with { Digest = Flipped(line.Link.Digest, bit) }));

    [Fact]
    public void A_bit_flipped_in_the_hash_is_found_at_its_line() =>
        AssertFound((line, bit) => line with { Link = line.Link with { Hash = Flipped(line.Link.Hash, bit) } });

    [Fact]
    public void A_bit_flipped_in_the_key_is_found_at_its_line() =>
        AssertFound((line, bit) => line with
        {
            Link = line.Link with { Key = new Guid(Flipped(line.Link.Key.ToByteArray(), bit)) },
        });

    [Fact]
    public void A_bit_flipped_in_the_number_is_found_at_its_line() =>
        AssertFound((line, bit) => line with
        {
            Link = line.Link with { Number = line.Link.Number ^ (1L << (bit % 64)) },
        });

    // Of the 64 bits of a time, 55 stay within the years that a date can have.
    [Fact]
    public void A_bit_flipped_in_the_time_is_found_at_its_line() =>
        AssertFound((line, bit) =>
        {
            var flipped = Canonical.Microseconds(line.Link.RecordedAt) ^ (1L << (bit % 55));
            return line with { Link = line.Link with { RecordedAt = DateTimeOffset.UnixEpoch.AddTicks(flipped * 10) } };
        });

    private static void AssertFound(Func<ProvenLine, int, ProvenLine> flip) =>
        Place.Sample(place =>
        {
            var copy = Honest.ToList();
            copy[place.Line] = flip(copy[place.Line], place.Bit);
            return ProofStream.Verify(copy)?.Line == place.Line + 1;
        });

    private static bool ShownOf(ProvenField field) => field.Value is { Length: > 0 };

    private static bool MaskedOf(ProvenField field) => field.Commitment is not null;

    private static ProvenLine WithField(
        ProvenLine line, int bit, Predicate<ProvenField> which, Func<ProvenField, ProvenField> flip)
    {
        var fields = line.Fields!.ToDictionary(StringComparer.Ordinal);
        var names = fields.Where(field => which(field.Value)).Select(field => field.Key).ToList();
        var name = names[bit % names.Count];
        fields[name] = flip(fields[name]);
        return line with { Fields = fields };
    }

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8 % flipped.Length] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static string Flipped(string text, int bit)
    {
        var flipped = text.ToCharArray();
        flipped[bit / 16 % flipped.Length] ^= (char)(1 << (bit % 16));
        return new string(flipped);
    }
}
