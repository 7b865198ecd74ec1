using System.Text;

namespace Kris.Domain.Journal;

/// <summary>The first line of a stream that does not hold, and in one Swedish sentence what does not.</summary>
public sealed record ChainFault(long Line, string Sentence);

/// <summary>
/// Verifies one stream as its lines pass by, in order, and keeps none of them. After the first fault it looks at
/// nothing more: what follows a broken line proves nothing.
/// </summary>
/// <param name="stream">The stream that the lines claim to be of.</param>
/// <param name="saved">Heads saved elsewhere; without them a cut tail and a rewrite go unseen.</param>
public sealed class ChainVerifier(Guid stream, IEnumerable<ChainHead>? saved = null)
{
    private readonly Queue<ChainHead> awaited =
        new((saved ?? []).Where(head => head.Number > 0).OrderBy(head => head.Number));

    private long confirmed;
    private ChainFault? fault;

    /// <summary>The last line that held; before any, what the first line is to follow.</summary>
    public ChainHead Head { get; private set; } = new(0, Canonical.FirstPrevious(stream));

    /// <summary>The first fault of the stream so far, or null as long as it holds.</summary>
    public ChainFault? Add(ProvenLine line) => fault ?? Judge(line.Link, Content(line));

    /// <summary>As above, of a line whose content has been reckoned already.</summary>
    /// <param name="content">The digest of the content as it stands; nothing when it is erased.</param>
    public ChainFault? Add(ChainLink link, byte[]? content) => fault ?? Judge(link, Content(link, content));

    private ChainFault? Judge(ChainLink link, string? content)
    {
        var what = Numbering(link.Number) ?? content ?? Link(link) ?? Rewritten(link);
        if (what is null)
            Head = new ChainHead(link.Number, link.Hash);
        else
            fault = new ChainFault(Head.Number + 1, what);
        return fault;
    }

    /// <summary>To be asked when every line has passed: only then can a cut tail show.</summary>
    public ChainFault? Finish()
    {
        if (fault is null && awaited.Count > 0)
            fault = CutTail(awaited.Max(head => head.Number));
        return fault;
    }

    private ChainFault CutTail(long known)
    {
        var end = Head.Number == 0
            ? $"Strömmen är tom, men hade {known} rader när huvudet sparades."
            : $"Strömmen är avkortad: den slutar med rad {Head.Number}, men hade {known} rader när huvudet sparades.";
        return new ChainFault(Head.Number + 1, end);
    }

    private string? Numbering(long number)
    {
        var expected = Head.Number + 1;
        if (number == expected)
            return null;
        if (number < expected)
            return $"Rad {expected} håller inte: där står nummer {number}, som redan har passerat.";
        return expected == 1
            ? $"Rad 1 saknas: strömmen börjar med rad {number}."
            : $"Rad {expected} saknas: efter rad {Head.Number} kommer rad {number}.";
    }

    private static string? Content(ProvenLine line)
    {
        if (line.Fields is null)
            return Content(line.Link, content: null);
        var number = line.Link.Number;
        foreach (var (name, field) in line.Fields)
        {
            if (!field.IsWellFormed)
                return $"Rad {number} håller inte: fältet ”{name}” har ett salt eller åtagande av fel längd.";
        }

        try
        {
            return Content(line.Link, DigestOf(line.Fields));
        }
        catch (EncoderFallbackException)
        {
            return $"Rad {number} håller inte: innehållet har tecken som inte går att skriva som UTF-8.";
        }
    }

    private static string? Content(ChainLink link, byte[]? content)
    {
        if (link.Digest.Length != Canonical.HashSize)
            return $"Rad {link.Number} håller inte: radens åtagande är inte {Canonical.HashSize} byte långt.";
        return content is null || content.AsSpan().SequenceEqual(link.Digest)
            ? null
            : $"Rad {link.Number} håller inte: innehållet (text, tid, författare eller annat fält) stämmer inte "
                + "med radens åtagande.";
    }

    private static byte[] DigestOf(IReadOnlyDictionary<string, ProvenField> fields)
    {
        var commitments = new Dictionary<string, byte[]>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, field) in fields)
            commitments[name] = field.CommitmentAs(name);
        return Canonical.Digest(commitments);
    }

    private string? Link(ChainLink link)
    {
        var hash = Canonical.Hash(Head.Hash, link.Number, link.Key, link.RecordedAt, link.Digest);
        if (hash.AsSpan().SequenceEqual(link.Hash))
            return null;
        return link.Number == 1
            ? "Rad 1 håller inte: hashen stämmer inte med strömmens början. Raden hör till en annan ström, eller så är "
                + "dess nyckel, tid, åtagande eller hash ändrad."
            : $"Rad {link.Number} håller inte: hashen stämmer inte med raden och den före. Nyckel, tid, åtagande eller "
                + "hash är ändrad, eller så är raden utbytt.";
    }

    private string? Rewritten(ChainLink link)
    {
        while (awaited.TryPeek(out var head) && head.Number == link.Number)
        {
            awaited.Dequeue();
            if (!head.Hash.AsSpan().SequenceEqual(link.Hash))
                return Rewrite(link.Number);
            confirmed = head.Number;
        }

        return null;
    }

    // The chain itself holds, so any line since the last head that stood may be the one that was written anew.
    private string Rewrite(long number)
    {
        var lines = confirmed + 1 >= number ? $"rad {number}" : $"någon av raderna {confirmed + 1}–{number}";
        return $"Rad {number} har en annan hash än i det sparade huvudet: {lines} är omskriven.";
    }
}
