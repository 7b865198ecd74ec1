using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

/// <summary>
/// docs/verify_journal.py does in another language what docs/journal-format.md describes: both must judge alike.
/// Where there is no python3 the same files are still judged by our own code.
/// </summary>
public sealed class ProofTestsPython : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kris-proof-");
    private readonly JsonObject vectors = ProofStream.Vectors();

    private JsonNode Export => vectors["export"]!;

    [Fact]
    public async Task An_honest_export_holds_for_both() => await AssertBothAsync(null);

    [Fact]
    public async Task An_edited_text_is_found_by_both_at_the_same_line()
    {
        Export["lines"]![2]!["fields"]!["text"]!["value"] = "Något annat";

        await AssertBothAsync(3);
    }

    [Fact]
    public async Task A_changed_time_of_an_erased_line_is_found_by_both_at_the_same_line()
    {
        Export["lines"]![5]!["recordedAt"] = "2026-11-23T03:59:59.000001Z";

        await AssertBothAsync(6);
    }

    [Fact]
    public async Task A_line_that_is_hidden_holds_for_both_and_keeps_its_place()
    {
        var line = Export["lines"]![2]!.AsObject();
        line.Remove("fields");
        line["hidden"] = true;
        await AssertBothAsync(null);

        line["recordedAt"] = "2026-11-23T03:59:59.000001Z";
        await AssertBothAsync(3);
    }

    [Fact]
    public async Task A_line_taken_out_is_found_by_both_at_the_same_line()
    {
        Export["lines"]!.AsArray().RemoveAt(3);

        await AssertBothAsync(4);
    }

    [Fact]
    public async Task A_cut_tail_with_a_head_to_match_is_found_by_both_by_the_saved_heads()
    {
        Export["lines"]!.AsArray().RemoveAt(7);
        Export["head"] = new JsonObject
        {
            ["number"] = 7,
            ["hash"] = Export["lines"]![6]!["hash"]!.GetValue<string>(),
        };

        await AssertBothAsync(8);
    }

    [Fact]
    public async Task Another_hash_in_the_saved_heads_is_found_by_both_at_the_same_line()
    {
        vectors["heads"] = vectors["heads"]!.GetValue<string>().Replace("\t3\t", "\t2\t", StringComparison.Ordinal);

        await AssertBothAsync(2);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task AssertBothAsync(int? line)
    {
        var export = Write("export.json", Export.ToJsonString());
        var heads = Write("heads.txt", vectors["heads"]!.GetValue<string>());

        await using (var exportFile = File.OpenRead(export))
        await using (var headsFile = File.OpenRead(heads))
            Assert.Equal(line, ExportFile.Verify(exportFile, SavedHeads.Read(headsFile)).Fault?.Line);

        if (Python() is not { } python)
            return;

        var (code, said) = await RunAsync(python, ProofStream.DocsPath("verify_journal.py"), export, heads);
        var expected = line is null ? "holds: 8 lines" : $"does not hold: line {line}:";
        Assert.Equal(line is null ? 0 : 1, code);
        Assert.StartsWith(expected, said, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string? Python() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Path.Combine(path, "python3"))
            .FirstOrDefault(File.Exists);

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = process.StandardOutput.ReadToEndAsync(patience.Token);
        var wrong = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await said + await wrong);
    }
}
