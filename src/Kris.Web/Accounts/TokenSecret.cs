using System.Buffers.Text;
using System.Security.Cryptography;

namespace Kris.Web.Accounts;

/// <summary>The secret of a token: shown once to whoever asked for it, and kept as a hash alone.</summary>
public sealed record TokenSecret
{
    private const int Size = 32;

    private TokenSecret(byte[] bytes)
    {
        Text = Base64Url.EncodeToString(bytes);
        Hash = SHA256.HashData(bytes);
    }

    /// <summary>What the program sends: base64url without padding.</summary>
    public string Text { get; }

    /// <summary>What the database keeps. The secret is random and long, so that a plain hash is enough.</summary>
    public byte[] Hash { get; }

    public static TokenSecret Make() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The hash of a secret as it was sent; nothing when it cannot be one.</summary>
    public static byte[]? HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return Base64Url.IsValid(text, out var size) && size == Size && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? SHA256.HashData(bytes)
            : null;
    }
}
