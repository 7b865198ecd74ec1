using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

/// <summary>Exports that somebody wrote in order to deceive or to break the reader.</summary>
public sealed class ProofTestsHostile
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string, string, string> Replacements => new()
    {
        { "\"kris-journal-1\"", "\"kris-journal-2\"", "formatet kris-journal-1" },
        { "\"kris-journal-1\"", "1", "”format” i filens inledning är inte text" },
        { "\"title\":", "\"other\":", "inte hör till formatet" },
        { "\"title\":", "\"title\":\"\",\"title\":", "samma sak två gånger" },
        { "\"title\":", "\"\\u0074itle\":", "inte hör till formatet" },
        { "\"title\":", "\"a\":[[[[[[[[[[[[]]]]]]]]]]]],\"title\":", "inte hel och riktig JSON" },
        { "\"lines\":[", "\"lines\":{", "inte uppbyggd som en export" },
        { "\"lines\":[", "\"lines\":[1,", "något som inte är en rad" },
        { "\"lines\":[", "\"lines\":[{},", "”number” saknas" },
        { "\"lines\":[", "\"Lines\":[", "mer i sig än formatet tillåter" },
        { "{\"number\":1,", "{\"number\":1.0,", "”number” i en rad är inte ett heltal" },
        { "{\"number\":1,", "{\"number\":99999999999999999999,", "inte ett heltal" },
        { "{\"number\":1,", "{\"number\":1,\"number\":1,", "samma namn två gånger" },
        { "{\"number\":1,", "{\"number\":1,\"text\":\"ej bevisat\",", "rad 1 har något som inte hör till formatet" },
        { "{\"number\":1,", "{\"number\":1,\"erased\":true,", "rad 1 har något som inte hör till formatet" },
        { "{\"number\":1,", "{\"number\":1,\"erased\":false,", "bara vara true" },
        { "\"recordedAt\":\"2026-11-23T", "\"recordedAt\":\"2026-11-23 ", "inte en tid" },
        { "000001Z\"", "000001+00:00\"", "inte en tid" },
        { "\"key\":\"0193a5b0", "\"key\":\"0193A5B0", "inte ett uuid" },
        { "\"fields\":{\"kind\":{", "\"fields\":{\"kind\":{\"commitment\":\"\",", "inte hör till formatet" },
        { "\"fields\":{\"kind\":{", "\"fields\":{\"kind\":null,\"x\":{", "är inte ett objekt" },
        { "\"fields\":{\"kind\":{", "\"fields\":{\"\\ud83d\":{", "inte går att skriva som UTF-8" },
        { "\"value\":\"anteckning\"", "\"value\":\"\\ud83d\"", "inte går att skriva som UTF-8" },
        { "\"value\":\"anteckning\"", "\"value\":null", "är inte text" },
        { "\"value\":\"anteckning\",", "", "”value” saknas" },
        { "\"commitment\":\"", "\"commitment\":\"0", "64 hexadecimala" },
        { "\"salt\":\"", "\"salt\":\"Å", "64 hexadecimala" },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public void It_is_refused_with_a_sentence(string honest, string hostile, string sentence)
    {
        var file = ProofStream.Vectors()["export"]!.ToJsonString(Relaxed);
        var at = file.IndexOf(honest, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{honest} is not in the export.");

        AssertRefused(file[..at] + hostile + file[(at + honest.Length)..], sentence);
    }

    [Theory]
    [InlineData("", "inte hel")]
    [InlineData("null", "inte uppbyggd")]
    [InlineData("[]", "inte uppbyggd")]
    [InlineData("{}", "inga rader")]
    [InlineData("{\"lines\":[]}", "”format” saknas")]
    [InlineData("{\"lines\":[{\"number\":1}]}", "”format” saknas")]
    public void What_is_no_export_at_all_is_refused(string file, string sentence) => AssertRefused(file, sentence);

    [Fact]
    public void Something_after_the_end_is_refused_and_blank_is_not()
    {
        var file = ProofStream.Vectors()["export"]!.ToJsonString(Relaxed);

        AssertRefused(file + "{}", "efter slutet");
        AssertRefused(file[..^1] + ",\"more\":1}", "inte uppbyggd");
        Assert.Null(Verify(file + "\r\n").Fault);
    }

    [Fact]
    public void A_line_with_fields_without_end_is_refused()
    {
        var export = ProofStream.Vectors()["export"]!;
        for (var i = 0; i <= 1_000; i++)
        {
            export["lines"]![0]!["fields"]![$"field {i}"] =
                new JsonObject { ["commitment"] = new string('0', 64) };
        }

        AssertRefused(export.ToJsonString(), "fler än 1000 fält");
    }

    private static void AssertRefused(string file, string sentence)
    {
        var refused = Assert.Throws<RefusedException>(() => Verify(file));
        Assert.Equal(Refusal.Malformed, refused.Kind);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static ExportVerdict Verify(string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ExportFile.Verify(file);
    }
}
