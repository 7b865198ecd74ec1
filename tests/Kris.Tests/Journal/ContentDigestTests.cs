using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

/// <summary>The digest out of the database's own bytes is the one that the format describes, or none at all.</summary>
public sealed class ContentDigestTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

    private static readonly JsonSerializerOptions AsItStands = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Every_line_of_the_vectors_has_the_digest_of_the_vectors()
    {
        using var content = new ContentDigest();
        foreach (var line in ProofStream.Vectors()["streams"]!.AsArray().SelectMany(s => s!["lines"]!.AsArray()))
        {
            var fields = line!["fields"]!.AsArray().ToDictionary(Name, field => (string)field!["value"]!);

            var digest = content.Of(Json(fields), Convert.FromHexString((string)line["secret"]!));

            Assert.Equal((string)line["digest"]!, Convert.ToHexStringLower(digest!));
        }
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("", "namnlöst")]
    [InlineData("text", "\"citat\" \\ \b\f\n\r\t\u0001\u001f\u007f")]
    [InlineData("text", "A\u030A är inte Å, \u200d\ufeff\u2028")]
    [InlineData("text", "🚱👩‍🚒 \ufffd \uffff")]
    [InlineData("fält\u0000\"", "\u0000")]
    public void Odd_texts_have_the_same_digest_however_json_writes_them(string name, string value)
    {
        var fields = new Dictionary<string, string> { ["kind"] = "anteckning", [name] = value, ["a"] = "b" };

        Same(fields);
    }

    [Fact]
    public void Names_are_sorted_by_their_bytes_and_not_as_jsonb_or_utf16_sorts_them()
    {
        // jsonb puts the shorter name first, UTF-16 puts a surrogate before U+FF5E.
        Same(new Dictionary<string, string>
        {
            ["b"] = "1",
            ["aa"] = "2",
            ["a"] = "3",
            ["aaa"] = "4",
            ["\uff5e"] = "5",
            ["\U00010000"] = "6",
            ["ä"] = "7",
        });
    }

    [Fact]
    public void Any_number_of_fields_of_any_length_one_line_after_another()
    {
        using var content = new ContentDigest();
        var random = new Random(1);
        foreach (var count in new[] { 0, 1, 3, 1_000, 7 })
        {
            var fields = Enumerable.Range(0, count)
                .ToDictionary(i => $"fält {i}", _ => new string('ö', random.Next(2_000)), StringComparer.Ordinal);

            Assert.Equal(Canonical.Digest(fields, Secret), content.Of(Json(fields), Secret));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[\"text\"]")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\": null}")]
    [InlineData("{\"text\": 1}")]
    [InlineData("{\"text\": true}")]
    [InlineData("{\"text\": {\"text\": \"inuti\"}}")]
    [InlineData("{\"text\": [\"inuti\"]}")]
    [InlineData("{\"text\": \"ett\", \"text\": \"två\"}")]
    [InlineData("{\"text\": \"ett\", \"te\\u0078t\": \"två\"}")]
    [InlineData("{\"text\": \"\\ud83d\"}")]
    [InlineData("{\"text\": \"\\udead\\ud83d\"}")]
    [InlineData("{\"text\": \"avhugget")]
    [InlineData("{\"text\": \"ett\"")]
    [InlineData("{\"text\": \"ett\"} {}")]
    [InlineData("{\"text\": \"ett\",}")]
    [InlineData("")]
    public void What_is_not_an_object_of_texts_has_none(string json)
    {
        using var content = new ContentDigest();

        Assert.Null(content.Of(Encoding.UTF8.GetBytes(json), Secret));
        // And leaves nothing behind for the next line.
        Assert.Equal(Canonical.Digest(new Dictionary<string, string>(), Secret), content.Of("{}"u8, Secret));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_a_secret_of_another_size_have_none()
    {
        using var content = new ContentDigest();

        Assert.Null(content.Of([.. "{\"text\": \""u8, 0xC3, 0x28, .. "\"}"u8], Secret));
        Assert.Null(content.Of("{}"u8, Secret.AsSpan(1)));
        Assert.Null(content.Of("{}"u8, []));
    }

    private static void Same(Dictionary<string, string> fields)
    {
        using var content = new ContentDigest();
        var digest = Canonical.Digest(fields, Secret);
        Assert.Equal(digest, content.Of(Json(fields), Secret));
        Assert.Equal(digest, content.Of(JsonSerializer.SerializeToUtf8Bytes(fields, AsItStands), Secret));
    }

    private static byte[] Json(Dictionary<string, string> fields) => JsonSerializer.SerializeToUtf8Bytes(fields);

    private static string Name(JsonNode? field) => (string)field!["name"]!;
}
