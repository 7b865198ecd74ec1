using System.Security.Cryptography;
using System.Text;

namespace Kris.Domain.Journal;

/// <summary>Keys that follow from another, for what is to be the same however often it is asked for.</summary>
public static class DerivedKey
{
    public static Guid Of(Guid key, string what) =>
        Of([.. key.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(what)]);

    public static Guid Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    private static Guid Of(byte[] named)
    {
        var bytes = SHA256.HashData(named).AsSpan(0, 16);
        // A UUID of version 8: made in a way of one's own (RFC 9562).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
