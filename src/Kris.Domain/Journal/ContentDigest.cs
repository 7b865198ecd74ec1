using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Kris.Domain.Journal;

/// <summary>
/// The digest of a line's content, out of the very bytes that the database keeps: no text and no table is made of
/// them, as a verification of the whole journal passes here once for every line. It is <see cref="Canonical.Digest"/>
/// by another way, and as that one says no to what has no form of its own.
/// </summary>
public sealed class ContentDigest : IDisposable
{
    private const int StackSize = 512;

    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Field> fields = [];
    private byte[] texts = [];

    /// <param name="json">An object with texts alone, in UTF-8.</param>
    /// <returns>Nothing when the content or the secret is not such as Kris writes.</returns>
    public byte[]? Of(ReadOnlySpan<byte> json, ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Canonical.SecretSize || !Utf8.IsValid(json) || !Read(json))
            return null;
        fields.Sort(InOrder);
        for (var next = 1; next < fields.Count; next++)
        {
            if (InOrder(fields[next - 1], fields[next]) == 0)
                return null;
        }

        return OfFields(secret);
    }

    public void Dispose() => sha.Dispose();

    private bool Read(ReadOnlySpan<byte> json)
    {
        fields.Clear();
        // What is escaped only grows shorter when it is read.
        if (texts.Length < json.Length)
            texts = new byte[Math.Max(json.Length, texts.Length * 2)];
        try
        {
            var reader = new Utf8JsonReader(json);
            var free = texts.AsMemory();
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = Text(in reader, ref free);
                if (!reader.Read() || reader.TokenType is not JsonTokenType.String)
                    return false;
                fields.Add(new Field(name, Text(in reader, ref free)));
            }

            return !reader.Read();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Text(in Utf8JsonReader reader, ref Memory<byte> free)
    {
        var length = reader.CopyString(free.Span);
        var text = free[..length];
        free = free[length..];
        return text;
    }

    // The key of the salts is set up once for the line, which is most of what a salt costs.
    private byte[] OfFields(ReadOnlySpan<byte> secret)
    {
        using var salts = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        var bytes = new CanonicalBytes(stackalloc byte[StackSize]);
        var field = new CanonicalBytes(stackalloc byte[StackSize]);
        Span<byte> proof = stackalloc byte[Canonical.HashSize];

        Canonical.BeginDigest(ref bytes, fields.Count);
        foreach (var (name, value) in fields)
        {
            salts.AppendData(name.Span);
            salts.GetHashAndReset(proof);
            Canonical.WriteCommitted(ref field, proof, name.Span, value.Span);
            Hash(ref field, proof);
            bytes.Prefixed(name.Span);
            bytes.Bytes(proof);
        }

        var digest = new byte[Canonical.HashSize];
        Hash(ref bytes, digest);
        bytes.Dispose();
        field.Dispose();
        return digest;
    }

    private void Hash(ref CanonicalBytes bytes, scoped Span<byte> destination)
    {
        sha.AppendData(bytes.Written);
        sha.GetHashAndReset(destination);
    }

    private static int InOrder(Field a, Field b) => a.Name.Span.SequenceCompareTo(b.Name.Span);

    private readonly record struct Field(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
}
