using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kris.Domain.Journal;

/// <summary>A line on its way into a stream; the journal gives it its number, time and hash.</summary>
/// <param name="Stream">The incident, or the aggregate, whose stream it joins.</param>
/// <param name="Key">Made by whoever asks, so that asking again is safe.</param>
/// <param name="Request">SHA-256 of what was asked for; the same key with another request is a conflict.</param>
public sealed record NewLine(Guid Stream, Guid Key, IReadOnlyDictionary<string, string> Fields, byte[] Request)
{
    public static NewLine Of(Guid stream, Guid key, IReadOnlyDictionary<string, string> fields) =>
        new(stream, key, fields, RequestDigest(stream, fields.Select(field => (field.Key, (string?)field.Value))));

    /// <summary>
    /// Digests a request field by field, in order of name, so that how the JSON was written makes no difference.
    /// </summary>
    public static byte[] RequestDigest(Guid about, IEnumerable<(string Name, string? Value)> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(about.ToByteArray(bigEndian: true));
        foreach (var (name, value) in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            if (value is null)
                continue;
            Append(hash, name);
            Append(hash, value);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
