using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

/// <summary>A line as the database keeps it, and what a superuser could make of it.</summary>
internal sealed record StoredLine(ChainLink Link, Dictionary<string, string> Fields, byte[] Secret)
{
    public ProvenLine Proven(params string[] masked) =>
        ProvenLine.Of(Link, Fields, Secret, masked.ToHashSet(StringComparer.Ordinal));

    public StoredLine With(string name, string value)
    {
        var fields = new Dictionary<string, string>(Fields, StringComparer.Ordinal) { [name] = value };
        return this with { Fields = fields };
    }

    /// <summary>The line as one who knows the format would write it after <paramref name="previous"/>.</summary>
    public StoredLine Redone(byte[] previous)
    {
        var digest = Canonical.Digest(Fields, Secret);
        var hash = Canonical.Hash(previous, Link.Number, Link.Key, Link.RecordedAt, digest);
        return this with { Link = Link with { Digest = digest, Hash = hash } };
    }
}

internal static class ProofStream
{
    public static readonly Guid Stream = new("2b1c7f2e-5d0a-4c1f-9a57-1f3e8d6b9c04");

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 15, 7, TimeSpan.Zero);

    public static List<StoredLine> Build(int count, Guid? stream = null)
    {
        var lines = new List<StoredLine>();
        var previous = Canonical.FirstPrevious(stream ?? Stream);
        for (var number = 1; number <= count; number++)
        {
            var line = Line(number).Redone(previous);
            lines.Add(line);
            previous = line.Link.Hash;
        }

        return lines;
    }

    /// <summary>Writes the rest anew from a place in the list, as one who knows the format would.</summary>
    public static void RedoFrom(List<StoredLine> lines, int index)
    {
        for (var i = index; i < lines.Count; i++)
            lines[i] = lines[i].Redone(i == 0 ? Canonical.FirstPrevious(Stream) : lines[i - 1].Link.Hash);
    }

    public static ChainHead HeadAt(List<StoredLine> lines, int number) => new(number, lines[number - 1].Link.Hash);

    public static ChainFault? Verify(IEnumerable<StoredLine> lines, params ChainHead[] saved) =>
        Verify(lines.Select(line => line.Proven()), saved);

    public static ChainFault? Verify(IEnumerable<ProvenLine> lines, params ChainHead[] saved)
    {
        var verifier = new ChainVerifier(Stream, saved);
        foreach (var line in lines)
            verifier.Add(line);
        return verifier.Finish();
    }

    public static ExportHeader Header(List<StoredLine> lines) =>
        new(Stream, "Vattenavbrott i Norrvåga", Start.AddHours(6), HeadAt(lines, lines.Count));

    public static async Task<byte[]> ExportAsync(ExportHeader header, IEnumerable<ProvenLine> lines)
    {
        using var file = new MemoryStream();
        await ExportFile.WriteAsync(file, header, lines.ToAsyncEnumerable());
        return file.ToArray();
    }

    public static string DocsPath(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kris.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        return Path.Combine(folder.FullName, "docs", name);
    }

    public static JsonObject Vectors() =>
        JsonNode.Parse(File.ReadAllText(DocsPath("journal-vectors.json")))!.AsObject();

    private static StoredLine Line(int number)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = "anteckning",
            ["text"] = string.Create(CultureInfo.InvariantCulture, $"Vattnet är borta på gata {number}. 🚱"),
            ["author"] = "7d9f4c10-3a62-4f0b-8f1d-0b6a5c2e9d11",
            ["authorName"] = "Tjänsteman i beredskap",
            ["duty"] = "tib",
            ["occurredAt"] = IsoTime.Format(Start.AddMinutes(number - 10)),
        };
        var key = new Guid(Seeded("key", number).AsSpan(0, 16));
        var link = new ChainLink(number, key, Start.AddTicks(number * 10_000_010L), [], []);
        return new StoredLine(link, fields, Seeded("secret", number));
    }

    private static byte[] Seeded(string what, int number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what} {number}")));
}
