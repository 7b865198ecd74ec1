using System.Text.Json;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Web.CommandLine;

/// <summary>One entry of a course of events; samples/README.md has the format.</summary>
internal sealed record SampleEntry
{
    public string Do { get; init; } = "";

    public string Ref { get; init; } = "";

    public string? Label { get; init; }

    public string? Duty { get; init; }

    public string? Title { get; init; }

    public string? Type { get; init; }

    public string? Began { get; init; }

    public bool? Exercise { get; init; }

    public string? FirstLine { get; init; }

    public string? Kind { get; init; }

    public string? Text { get; init; }

    public string? OccurredAt { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Channel { get; init; }

    public string? Reliability { get; init; }

    /// <summary>The label of an earlier entry.</summary>
    public string? Corrects { get; init; }

    public string? Reason { get; init; }

    public JsonElement? Criteria { get; init; }
}

/// <summary>A course of events as a file, an entry on each line.</summary>
internal sealed record Sample(string Name, IReadOnlyList<(int Line, SampleEntry Entry)> Entries)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <exception cref="RefusedException">There is no such file, or a line of it is no entry.</exception>
    public static Sample Read(string path)
    {
        Refuse.IfMalformed(!File.Exists(path), $"Filen {path} finns inte.");
        Refuse.IfMalformed(new FileInfo(path).Length > MaxBytes, $"Filen {path} är för stor för ett händelseförlopp.");
        var entries = new List<(int Line, SampleEntry Entry)>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                entries.Add((line, Parse(text, line)));
        }

        Refuse.IfMalformed(entries.Count == 0, $"Filen {path} är tom.");
        return new Sample(Path.GetFileName(path), entries);
    }

    /// <summary>Follows from the file's name and the line: what is played again is found and not doubled.</summary>
    public Guid Key(int line) => DerivedKey.Of($"kris-replay {Name} {line}");

    private static SampleEntry Parse(string text, int line)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<SampleEntry>(text, Options);
            return entry is { Do.Length: > 0, Ref.Length: > 0 }
                ? entry
                : throw new RefusedException($"Rad {line}: do eller ref saknas.", Refusal.Malformed);
        }
        catch (JsonException failure)
        {
            throw new RefusedException($"Rad {line} går inte att läsa som JSON: {failure.Message}", Refusal.Malformed);
        }
    }
}
