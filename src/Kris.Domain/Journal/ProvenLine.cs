namespace Kris.Domain.Journal;

/// <summary>What the chain keeps of a line when all else is gone.</summary>
public readonly record struct ChainLink(long Number, Guid Key, DateTimeOffset RecordedAt, byte[] Digest, byte[] Hash);

/// <summary>A place in a stream and the hash that stands there.</summary>
public readonly record struct ChainHead(long Number, byte[] Hash);

/// <summary>A field as a copy shows it: the value with its salt, or, masked, the commitment alone.</summary>
public sealed record ProvenField
{
    private ProvenField()
    {
    }

    public string? Value { get; private init; }

    public byte[]? Salt { get; private init; }

    public byte[]? Commitment { get; private init; }

    public static ProvenField Shown(string value, byte[] salt) => new() { Value = value, Salt = salt };

    public static ProvenField Masked(byte[] commitment) => new() { Commitment = commitment };

    internal bool IsWellFormed => (Commitment ?? Salt)?.Length == Canonical.HashSize;

    internal byte[] CommitmentAs(string name) => Commitment ?? Canonical.Commitment(Salt, name, Value!);
}

/// <summary>A line with what proves it. Without fields its content is erased, or hidden from whoever has the copy, and
/// only its place is proven.</summary>
public sealed record ProvenLine(ChainLink Link, IReadOnlyDictionary<string, ProvenField>? Fields)
{
    /// <summary>The content is there, and not in this copy: not even which fields it has.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>A line as the database keeps it, where each salt is derived from the line's secret.</summary>
    /// <param name="masked">The fields of which the copy shows the commitment alone.</param>
    public static ProvenLine Of(
        ChainLink link,
        IReadOnlyDictionary<string, string> fields,
        ReadOnlySpan<byte> secret,
        IReadOnlySet<string>? masked = null)
    {
        var proven = new Dictionary<string, ProvenField>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            var salt = Canonical.Salt(secret, name);
            proven[name] = masked?.Contains(name) == true
                ? ProvenField.Masked(Canonical.Commitment(salt, name, value))
                : ProvenField.Shown(value, salt);
        }

        return new ProvenLine(link, proven);
    }

    public static ProvenLine Erased(ChainLink link) => new(link, Fields: null);

    public static ProvenLine Hidden(ChainLink link) => new(link, Fields: null) { IsHidden = true };
}
