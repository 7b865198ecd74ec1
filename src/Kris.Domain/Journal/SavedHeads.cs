using System.Globalization;
using System.Text;

namespace Kris.Domain.Journal;

/// <summary>
/// Heads of streams saved outside the database. Many may be saved of the same stream, one after the other: each of
/// them must still stand at its number.
/// </summary>
public sealed class SavedHeads
{
    public const int MaxBytes = 64 * 1024 * 1024;

    private static readonly char[] Blank = [' ', '\t', '\r'];

    private readonly Dictionary<Guid, List<ChainHead>> heads = [];

    public IReadOnlyCollection<Guid> Streams => heads.Keys;

    /// <exception cref="RefusedException">Too large, not text, or a line that is not a head.</exception>
    public static SavedHeads Read(Stream file)
    {
        var text = TextOf(file).AsSpan().TrimStart('\uFEFF');
        var saved = new SavedHeads();
        var line = 0;
        foreach (var range in text.Split('\n'))
        {
            line++;
            var row = text[range].Trim(Blank);
            if (!row.IsEmpty && row[0] != '#')
                saved.Add(row, line);
        }

        return saved;
    }

    public static void Write(TextWriter file, IEnumerable<(Guid Stream, ChainHead Head)> heads)
    {
        foreach (var (stream, head) in heads)
            file.Write(string.Create(
                CultureInfo.InvariantCulture, $"{stream:D}\t{head.Number}\t{Convert.ToHexStringLower(head.Hash)}\n"));
    }

    /// <summary>What a <see cref="ChainVerifier"/> is to be told of this stream; nothing when none was saved.</summary>
    public IReadOnlyList<ChainHead> Of(Guid stream) => heads.TryGetValue(stream, out var known) ? known : [];

    /// <summary>The streams that had a head saved and that are gone altogether.</summary>
    public IEnumerable<(Guid Stream, ChainFault Fault)> Missing(IReadOnlySet<Guid> found) =>
        from saved in heads
        where !found.Contains(saved.Key)
        let known = saved.Value.Max(head => head.Number)
        let sentence = $"Strömmen {saved.Key} saknas, men hade {known} rader när huvudet sparades."
        select (saved.Key, new ChainFault(1, sentence));

    private void Add(ReadOnlySpan<char> row, int line)
    {
        Span<Range> parts = stackalloc Range[4];
        if (row.SplitAny(parts, Blank, StringSplitOptions.RemoveEmptyEntries) != 3)
            throw Malformed(line, "en ström, ett nummer och en hash ska stå på raden, åtskilda av tabb");
        if (Hex.Uuid(row[parts[0]]) is not { } stream)
            throw Malformed(line, "strömmen är inte ett uuid med gemener");
        var isNumber = long.TryParse(row[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number < 1)
            throw Malformed(line, "numret är inte ett heltal från 1 och uppåt");
        if (Hex.Hash(row[parts[2]]) is not { } hash)
            throw Malformed(line, "hashen är inte 64 hexadecimala siffror med gemener");

        if (!heads.TryGetValue(stream, out var known))
            heads[stream] = known = [];
        known.Add(new ChainHead(number, hash));
    }

    private static RefusedException Malformed(int line, string what) =>
        new($"Filen med huvuden går inte att läsa. Rad {line}: {what}.", Refusal.Malformed);

    private static string TextOf(Stream file)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (file.Read(chunk) is var read and > 0)
        {
            bytes.Write(chunk, 0, read);
            Refuse.IfMalformed(
                bytes.Length > MaxBytes, $"Filen med huvuden är för stor: högst {MaxBytes / 1024 / 1024} MiB läses.");
        }

        try
        {
            return Canonical.Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException("Filen med huvuden är inte text i UTF-8.", Refusal.Malformed);
        }
    }
}
