using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

public sealed class ProofTestsExport
{
    private readonly List<StoredLine> lines = ProofStream.Build(5);

    [Fact]
    public async Task What_is_written_is_read_again_and_holds()
    {
        var header = ProofStream.Header(lines);

        var verdict = Verify(await HonestAsync());

        Assert.Null(verdict.Fault);
        Assert.Equal(header.Stream, verdict.Header.Stream);
        Assert.Equal(header.Title, verdict.Header.Title);
        Assert.Equal(header.ExportedAt, verdict.Header.ExportedAt);
        Assert.Equal(header.Head.Number, verdict.Header.Head.Number);
        Assert.Equal(header.Head.Hash, verdict.Header.Head.Hash);
    }

    [Fact]
    public async Task The_secret_of_a_line_never_stands_in_an_export()
    {
        var file = Encoding.UTF8.GetString(await HonestAsync());

        Assert.All(lines, line =>
            Assert.DoesNotContain(Convert.ToHexStringLower(line.Secret), file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_masked_value_never_stands_in_an_export()
    {
        var file = await ProofStream.ExportAsync(
            ProofStream.Header(lines), lines.Select(line => line.Proven("authorName")));

        Assert.DoesNotContain("Tjänsteman", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Null(Verify(file).Fault);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(65_536)]
    [InlineData(500_000)]
    public async Task Lines_longer_than_what_is_read_at_a_time_hold(int length)
    {
        lines[2] = lines[2].With("text", new string('å', length) + "😀\u0001\"\\\u2028");
        ProofStream.RedoFrom(lines, 2);

        Assert.Null(Verify(await HonestAsync()).Fault);
    }

    [Fact]
    public async Task A_line_too_large_to_be_one_is_refused()
    {
        lines[2] = lines[2].With("text", new string('x', 5_000_000));
        ProofStream.RedoFrom(lines, 2);

        var file = await HonestAsync();

        Assert.Contains("större än", Refused(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_has_lost_its_last_lines_is_found_by_its_own_head()
    {
        var file = await ProofStream.ExportAsync(ProofStream.Header(lines), lines[..3].Select(line => line.Proven()));

        ProofTestsTampering.AssertFault(4, "Filen slutar med rad 3, men dess huvud säger rad 5.", Verify(file).Fault);
    }

    [Fact]
    public async Task A_file_whose_head_is_of_another_line_is_found()
    {
        var header = ProofStream.Header(lines) with { Head = new ChainHead(5, lines[0].Link.Hash) };
        var file = await ProofStream.ExportAsync(header, lines.Select(line => line.Proven()));

        ProofTestsTampering.AssertFault(5, "Filens huvud har en annan hash än rad 5", Verify(file).Fault);
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_is_refused()
    {
        var file = await HonestAsync();

        for (var length = 0; length < file.Length; length++)
            Assert.StartsWith("Exportfilen går inte att läsa", Refused(file[..length]), StringComparison.Ordinal);
    }

    // JSON spells an emoji \uD83D as well as \ud83d: a file that says the same in other letters still holds.
    [Fact]
    public async Task No_bit_of_head_and_lines_can_be_flipped_unseen()
    {
        var file = await HonestAsync();
        var from = file.AsSpan().IndexOf("\"head\""u8);

        Gen.Select(Gen.Int[from, file.Length - 1], Gen.Int[0, 7]).Sample(
            place =>
            {
                var flipped = file.ToArray();
                flipped[place.Item1] ^= (byte)(1 << place.Item2);
                return IsFoundOrRefused(flipped) || SaysTheSame(flipped, file);
            },
            iter: 2_000);
    }

    [Fact]
    public async Task Every_way_to_flip_a_bit_of_the_second_line_is_found_refused_or_says_the_same()
    {
        var file = await HonestAsync();
        var from = file.AsSpan().IndexOf("{\"number\":2,"u8);
        var to = file.AsSpan().IndexOf("{\"number\":3,"u8);
        var same = 0;

        for (var bit = from * 8; bit < to * 8; bit++)
        {
            var flipped = file.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (IsFoundOrRefused(flipped))
                continue;
            Assert.True(SaysTheSame(flipped, file), $"Bit {bit % 8} of byte {bit / 8} was flipped unseen.");
            same++;
        }

        // The letters among the hexadecimal digits of \uD83D\uDEB1, and nothing else.
        Assert.Equal("D83DDEB1".Count(char.IsAsciiLetter), same);
    }

    [Fact]
    public void Any_bytes_at_all_are_refused_without_a_crash() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Refused(bytes).Length > 0, iter: 2_000);

    private static bool IsFoundOrRefused(byte[] file)
    {
        try
        {
            return Verify(file).Fault is not null;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    private static bool SaysTheSame(byte[] file, byte[] other) =>
        JsonNode.DeepEquals(JsonNode.Parse(file), JsonNode.Parse(other));

    private static string Refused(byte[] file)
    {
        var refused = Assert.Throws<RefusedException>(() => Verify(file));
        Assert.Equal(Refusal.Malformed, refused.Kind);
        return refused.Message;
    }

    private static ExportVerdict Verify(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return ExportFile.Verify(file);
    }

    private Task<byte[]> HonestAsync() =>
        ProofStream.ExportAsync(ProofStream.Header(lines), lines.Select(line => line.Proven("duty")));
}
