using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

/// <summary>The vectors were made by another program in another language, not by the code under test.</summary>
public sealed partial class ProofTestsVectors
{
    private readonly JsonObject vectors = ProofStream.Vectors();

    [Fact]
    public void Salts_and_commitments_are_those_of_the_vectors()
    {
        foreach (var line in Lines())
        {
            foreach (var field in line["fields"]!.AsArray())
            {
                var name = Text(field!, "name");
                var salt = Canonical.Salt(Bytes(line, "secret"), name);

                Assert.Equal(Text(field!, "salt"), Convert.ToHexStringLower(salt));
                Assert.Equal(
                    Text(field!, "commitment"),
                    Convert.ToHexStringLower(Canonical.Commitment(salt, name, Text(field!, "value"))));
            }
        }
    }

    [Fact]
    public void Digests_are_those_of_the_vectors_from_values_and_from_commitments()
    {
        foreach (var line in Lines())
        {
            // Given in reverse, so that only sorting by UTF-8 bytes can bring the right order about.
            var fields = line["fields"]!.AsArray().Reverse().ToList();
            var values = fields.ToDictionary(field => Text(field!, "name"), field => Text(field!, "value"));
            var commitments = fields.ToDictionary(field => Text(field!, "name"), field => Bytes(field!, "commitment"));

            var digest = Text(line, "digest");
            Assert.Equal(digest, Convert.ToHexStringLower(Canonical.Digest(values, Bytes(line, "secret"))));
            Assert.Equal(digest, Convert.ToHexStringLower(Canonical.Digest(commitments)));
        }
    }

    [Fact]
    public void Hashes_are_those_of_the_vectors_from_the_first_line_to_the_last()
    {
        foreach (var stream in vectors["streams"]!.AsArray())
        {
            var previous = Canonical.FirstPrevious(Guid.Parse(Text(stream!, "stream")));
            Assert.Equal(Text(stream!, "firstPrevious"), Convert.ToHexStringLower(previous));

            foreach (var line in stream!["lines"]!.AsArray())
            {
                previous = Canonical.Hash(
                    previous,
                    line!["number"]!.GetValue<long>(),
                    Guid.Parse(Text(line, "key")),
                    IsoTime.Parse(Text(line, "recordedAt")),
                    Bytes(line, "digest"));
                Assert.Equal(Text(line, "hash"), Convert.ToHexStringLower(previous));
            }
        }
    }

    [Fact]
    public void Times_are_those_of_the_vectors_in_both_forms()
    {
        foreach (var time in vectors["times"]!.AsArray())
        {
            Assert.True(IsoTime.TryParse(Text(time!, "time"), out var at));
            Assert.Equal(time!["microseconds"]!.GetValue<long>(), Canonical.Microseconds(at));
            Assert.Equal(Text(time, "time"), IsoTime.Format(at));
        }
    }

    [Fact]
    public void The_export_of_the_vectors_holds_against_their_saved_heads()
    {
        using var export = new MemoryStream(Encoding.UTF8.GetBytes(vectors["export"]!.ToJsonString()));
        using var heads = new MemoryStream(Encoding.UTF8.GetBytes(Text(vectors, "heads")));

        var verdict = ExportFile.Verify(export, SavedHeads.Read(heads));

        Assert.Null(verdict.Fault);
        Assert.Equal(8, verdict.Header.Head.Number);
    }

    [Fact]
    public void Every_hash_in_the_description_stands_in_the_vectors()
    {
        var described = Hashes().Matches(File.ReadAllText(ProofStream.DocsPath("journal-format.md")));
        var known = vectors.ToJsonString();

        Assert.NotEmpty(described);
        Assert.All(described, hash => Assert.Contains(hash.Value, known, StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_finer_than_a_microsecond_is_cut_downwards_on_both_sides_of_the_epoch()
    {
        Assert.Equal(0, Canonical.Microseconds(DateTimeOffset.UnixEpoch.AddTicks(9)));
        Assert.Equal(-1, Canonical.Microseconds(DateTimeOffset.UnixEpoch.AddTicks(-1)));
    }

    [Fact]
    public void A_lone_surrogate_gets_no_commitment_and_a_hash_of_another_size_no_place()
    {
        Assert.Throws<EncoderFallbackException>(() => Canonical.Commitment(new byte[32], "text", "\ud83d"));
        Assert.Throws<ArgumentException>(() => Canonical.Commitment(new byte[31], "text", ""));
        Assert.Throws<ArgumentException>(
            () => Canonical.Hash(new byte[33], 1, Guid.Empty, DateTimeOffset.UnixEpoch, new byte[31]));
    }

    private IEnumerable<JsonNode> Lines() =>
        vectors["streams"]!.AsArray().SelectMany(stream => stream!["lines"]!.AsArray()).Select(line => line!);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hashes();

    private static byte[] Bytes(JsonNode node, string name) => Convert.FromHexString(Text(node, name));
}
