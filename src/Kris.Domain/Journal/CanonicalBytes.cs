using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kris.Domain.Journal;

/// <summary>
/// Writes what is to be hashed. It starts on the caller's stack and rents only for what does not fit there,
/// because every append and every verified line passes here many times.
/// </summary>
internal ref struct CanonicalBytes(Span<byte> initial)
{
    private Span<byte> buffer = initial;
    private byte[]? rented;
    private int length;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Count(int value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), (uint)value);

    public void Integer(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void Uuid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    public void Text(string text)
    {
        var size = Canonical.Utf8.GetByteCount(text);
        Canonical.Utf8.GetBytes(text, Take(size));
    }

    public void PrefixedText(string text)
    {
        var size = Canonical.Utf8.GetByteCount(text);
        Count(size);
        Canonical.Utf8.GetBytes(text, Take(size));
    }

    public void Prefixed(scoped ReadOnlySpan<byte> text)
    {
        Count(text.Length);
        Bytes(text);
    }

    public readonly ReadOnlySpan<byte> Written => buffer[..length];

    public readonly void Sha256(Span<byte> destination) => SHA256.HashData(buffer[..length], destination);

    public readonly void HmacSha256(scoped ReadOnlySpan<byte> key, Span<byte> destination) =>
        HMACSHA256.HashData(key, buffer[..length], destination);

    public void Clear() => length = 0;

    public void Dispose()
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        rented = null;
    }

    private Span<byte> Take(int size)
    {
        if (size > buffer.Length - length)
            Grow(checked(length + size));
        var taken = buffer.Slice(length, size);
        length += size;
        return taken;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, buffer.Length * 2));
        buffer[..length].CopyTo(larger);
        Dispose();
        buffer = rented = larger;
    }
}
