using System.Security.Cryptography;
using System.Text;

namespace Kris.Domain.Journal;

/// <summary>The bytes of "kris-journal-1" and their hashes, as docs/journal-format.md describes them.</summary>
/// <remarks>Text that has no UTF-8 form, a lone surrogate, is thrown back as an EncoderFallbackException.</remarks>
public static class Canonical
{
    public const string Format = "kris-journal-1";
    public const int HashSize = SHA256.HashSizeInBytes;
    public const int SecretSize = 32;

    // A lone surrogate has no UTF-8 form. Replacing it would let two texts share one commitment.
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const byte Version = 1;
    private const int StackSize = 512;
    private const long EpochMicroseconds = 621_355_968_000_000_000 / TimeSpan.TicksPerMicrosecond;

    /// <summary>Derived per field, so that showing one field helps nobody to guess another.</summary>
    public static byte[] Salt(ReadOnlySpan<byte> secret, string name)
    {
        var salt = new byte[HashSize];
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        WriteSalt(ref bytes, secret, name, salt);
        bytes.Dispose();
        return salt;
    }

    public static byte[] Commitment(ReadOnlySpan<byte> salt, string name, string value)
    {
        var commitment = new byte[HashSize];
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        WriteCommitment(ref bytes, salt, name, value, commitment);
        bytes.Dispose();
        return commitment;
    }

    public static byte[] Digest(IReadOnlyDictionary<string, string> fields, ReadOnlySpan<byte> secret)
    {
        var sorted = Sorted(fields);
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        var field = new CanonicalBytes(stackalloc byte[StackSize]);
        Span<byte> proof = stackalloc byte[HashSize];

        BeginDigest(ref bytes, sorted.Length);
        foreach (var (name, value) in sorted)
        {
            WriteSalt(ref field, secret, name, proof);
            WriteCommitment(ref field, proof, name, value, proof);
            bytes.PrefixedText(name);
            bytes.Bytes(proof);
        }

        field.Dispose();
        return Finished(ref bytes);
    }

    /// <summary>What a masked copy allows: the commitments alone, with or without the values behind them.</summary>
    public static byte[] Digest(IReadOnlyDictionary<string, byte[]> commitments)
    {
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);

        BeginDigest(ref bytes, commitments.Count);
        foreach (var (name, commitment) in Sorted(commitments))
        {
            bytes.PrefixedText(name);
            bytes.Bytes(Sized(commitment));
        }

        return Finished(ref bytes);
    }

    /// <summary>What the first line of a stream follows, so that no stream passes for another.</summary>
    public static byte[] FirstPrevious(Guid stream)
    {
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        bytes.Text(Format);
        bytes.Uuid(stream);
        return Finished(ref bytes);
    }

    public static byte[] Hash(
        ReadOnlySpan<byte> previous, long number, Guid key, DateTimeOffset recordedAt, ReadOnlySpan<byte> digest)
    {
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        bytes.Byte(Version);
        bytes.Bytes(Sized(previous));
        bytes.Integer(number);
        bytes.Uuid(key);
        bytes.Integer(Microseconds(recordedAt));
        bytes.Bytes(Sized(digest));
        return Finished(ref bytes);
    }

    /// <summary>Whole microseconds since 1970-01-01T00:00:00Z; what is finer is cut off, downwards.</summary>
    public static long Microseconds(DateTimeOffset at) =>
        (at.UtcTicks / TimeSpan.TicksPerMicrosecond) - EpochMicroseconds;

    internal static void BeginDigest(ref CanonicalBytes bytes, int fields)
    {
        bytes.Byte(Version);
        bytes.Count(fields);
    }

    internal static void WriteCommitted(
        ref CanonicalBytes bytes,
        scoped ReadOnlySpan<byte> salt,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> value)
    {
        bytes.Clear();
        bytes.Byte(Version);
        bytes.Bytes(salt);
        bytes.Prefixed(name);
        bytes.Prefixed(value);
    }

    private static void WriteSalt(
        ref CanonicalBytes bytes, scoped ReadOnlySpan<byte> secret, string name, scoped Span<byte> destination)
    {
        bytes.Clear();
        bytes.Text(name);
        bytes.HmacSha256(Sized(secret), destination);
    }

    private static void WriteCommitment(
        ref CanonicalBytes bytes,
        scoped ReadOnlySpan<byte> salt,
        string name,
        string value,
        scoped Span<byte> destination)
    {
        bytes.Clear();
        bytes.Byte(Version);
        bytes.Bytes(Sized(salt));
        bytes.PrefixedText(name);
        bytes.PrefixedText(value);
        bytes.Sha256(destination);
    }

    private static byte[] Finished(ref CanonicalBytes bytes)
    {
        var hash = new byte[HashSize];
        bytes.Sha256(hash);
        bytes.Dispose();
        return hash;
    }

    private static KeyValuePair<string, T>[] Sorted<T>(IReadOnlyDictionary<string, T> fields)
    {
        var sorted = fields.ToArray();
        Array.Sort(sorted, static (a, b) => Utf8Order(a.Key, b.Key));
        return sorted;
    }

    // UTF-16 sorts as UTF-8 does, but for surrogates: they stand for characters after U+FFFF and so come last.
    private static int Utf8Order(string a, string b)
    {
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length || at == b.Length)
            return a.Length - b.Length;
        var apart = char.IsSurrogate(a[at]).CompareTo(char.IsSurrogate(b[at]));
        return apart != 0 ? apart : a[at] - b[at];
    }

    // Without a length prefix of their own, hashes of any other size could slide into their neighbours.
    private static ReadOnlySpan<byte> Sized(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != HashSize)
            throw new ArgumentException($"A hash, salt or secret has {HashSize} bytes.", nameof(bytes));
        return bytes;
    }
}
